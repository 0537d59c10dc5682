import { rangeConstraint } from "../constraint.ts";
import { asRecord, asText, parseJson, type JsonRecord } from "../json.ts";
import { constraint, invalid, notEmulated } from "./refusals.ts";
import type { Target } from "./schedule.ts";

const ROLE = /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const UNIVERSAL = /^arn:aws(?:-[a-z]+)?:scheduler:::aws-sdk:([a-z0-9]+):([a-z][A-Za-z0-9]*)$/;

/** Operations that only read are no targets (user guide, universal targets). */
const READ_ONLY =
  /^(get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

/** What is emulated, as a target's ARN names it, with the members that its input needs. */
const EMULATED: Readonly<Record<string, { readonly operation: string; readonly needs: string }>> = {
  "medialive:stopChannel": { operation: "StopChannel", needs: "ChannelId" },
  "medialive:startChannel": { operation: "StartChannel", needs: "ChannelId" },
};

/** Most attempts and longest age by default and at most (EventBridge Scheduler API model and user guide). */
const MAX_ATTEMPTS = 185;
const MAX_AGE_SECONDS = 86_400;

/** The Target of a request body. Throws ValidationException. */
export function readTarget(body: JsonRecord): Target {
  const target = asRecord(body["Target"]);
  if (target === undefined) throw constraint("target", undefined, "Member must not be null");
  const arn = asText(target["Arn"]);
  if (arn === undefined) throw constraint("target.arn", undefined, "Member must not be null");
  const roleArn = asText(target["RoleArn"]);
  if (roleArn === undefined || !ROLE.test(roleArn))
    throw constraint(
      "target.roleArn",
      roleArn,
      `Member must satisfy regular expression pattern: ${ROLE.source}`,
    );
  if (target["DeadLetterConfig"] !== undefined) throw notEmulated("dead-letter queues");
  const [, service = "", action = ""] = UNIVERSAL.exec(arn) ?? [];
  if (service === "") {
    if (/^arn:aws[\w-]*:(?!scheduler:)/.test(arn)) throw notEmulated("templated targets");
    throw invalid(`Provided Arn is not in correct format: ${arn}`);
  }
  if (READ_ONLY.test(action))
    throw invalid(`Unsupported action: ${action} of ${service} only reads.`);
  const emulated = EMULATED[`${service}:${action}`];
  if (emulated === undefined) throw notEmulated(`the target ${service}:${action}`);
  const inputText = asText(target["Input"]) ?? "{}";
  const retry = asRecord(target["RetryPolicy"]) ?? {};
  return {
    arn,
    service,
    operation: emulated.operation,
    roleArn,
    input: parsed(inputText),
    inputText,
    maxAttempts: within(retry, "MaximumRetryAttempts", [0, MAX_ATTEMPTS]),
    maxAgeSeconds: within(retry, "MaximumEventAgeInSeconds", [60, MAX_AGE_SECONDS]),
  };
}

function parsed(text: string): JsonRecord {
  try {
    const input = asRecord(parseJson(text));
    if (input !== undefined) return input;
  } catch {
    // Worded below, as for JSON that is no object.
  }
  throw invalid("Invalid Input: it must be a well-formed JSON object for this target.");
}

function within(retry: JsonRecord, name: string, [min, max]: readonly [number, number]): number {
  const value = retry[name] ?? max;
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max)
    throw constraint(
      `target.retryPolicy.${name}`,
      value,
      rangeConstraint(Number(value), { min, max }),
    );
  return value;
}
