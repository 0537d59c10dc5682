import { compileFunction } from "../edge/function-runtime.ts";
import { refusal } from "./refusal.ts";

/** What TestFunction answers beside the summary; member names as in the CloudFront API model. */
type TestOutcome = {
  /** 0 to 100: the share of the time that the function may take. */
  readonly ComputeUtilization: string;
  readonly FunctionExecutionLogs: readonly string[];
  readonly FunctionErrorMessage: string;
  readonly FunctionOutput: string;
};

/** Longest event object, in bytes (CloudFront API model). */
const MAX_EVENT_BYTES = 40_960;

/** Runs a function on a test event. Throws InvalidArgument when the event is not a JSON object. */
export function tryFunction(code: string, event: Buffer): TestOutcome {
  const run = compileFunction(code)(readEvent(event));
  const ComputeUtilization = String(Math.min(100, Math.round(run.milliseconds)));
  if ("error" in run)
    return {
      ComputeUtilization,
      FunctionExecutionLogs: run.logs,
      FunctionErrorMessage: run.error,
      FunctionOutput: "",
    };
  const isResponse =
    typeof run.value === "object" && run.value !== null && "statusCode" in run.value;
  return {
    ComputeUtilization,
    FunctionExecutionLogs: run.logs,
    FunctionErrorMessage: "",
    FunctionOutput: JSON.stringify({ [isResponse ? "response" : "request"]: run.value }),
  };
}

function readEvent(source: Buffer): object {
  const event = parse(source);
  if (source.length > MAX_EVENT_BYTES || typeof event !== "object" || event === null)
    throw refusal(
      "InvalidArgument",
      `The parameter EventObject must be a JSON object of at most ${MAX_EVENT_BYTES} bytes.`,
    );
  return event;
}

function parse(source: Buffer): unknown {
  try {
    return JSON.parse(source.toString("utf8"));
  } catch {
    return undefined;
  }
}
