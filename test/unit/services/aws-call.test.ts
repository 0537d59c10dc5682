import { describe, expect, test } from "vitest";
import { awsCall } from "../../../src/services/aws/aws-call.ts";

const error = (name: string, more: object = {}): Error =>
  Object.assign(new Error("words"), { name, ...more });

/** A clock that sleeps by moving on, and a service that fails as often as told. */
function bed(failures: readonly Error[]) {
  let now = 0;
  let calls = 0;
  const said: string[] = [];
  const controller = new AbortController();
  const pace = {
    clock: {
      now: () => now,
      sleep: (milliseconds: number) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    random: () => 0,
  };
  const callOptions = {
    signal: controller.signal,
    onRetry: ({ reason }: { reason: string }) => void said.push(reason),
  };
  const send = (): Promise<string> => {
    const failure = failures[Math.min(calls, failures.length - 1)];
    calls += 1;
    return failure === undefined || calls > failures.length
      ? Promise.resolve("answer")
      : Promise.reject(failure);
  };
  const run = (deadlineMs?: number) =>
    awsCall(pace, callOptions, {
      service: "iam",
      operation: "CreateRole",
      send,
      ...(deadlineMs === undefined ? {} : { deadlineMs }),
    });
  return { run, said, controller, calls: () => calls, elapsed: () => now };
}

describe("a call to AWS", () => {
  test("is repeated while it is throttled, and each pause is told", async () => {
    const { run, said, calls } = bed([error("Throttling"), error("Throttling")]);
    expect(await run()).toBe("answer");
    expect(calls()).toBe(3);
    expect(said).toEqual(["throttled (Throttling)", "throttled (Throttling)"]);
  });

  test("ends within its deadline with an error for users", async () => {
    const { run, elapsed } = bed(Array.from({ length: 100 }, () => error("Throttling")));
    await expect(run(5_000)).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
    expect(elapsed()).toBeLessThanOrEqual(5_000);
  });

  test("is not repeated after a refusal", async () => {
    const { run, calls } = bed([error("AccessDenied")]);
    await expect(run()).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    expect(calls()).toBe(1);
  });

  test("tries a host that cannot be reached three times, not for a minute", async () => {
    const { run, calls } = bed(Array.from({ length: 9 }, () => error("x", { code: "ENOTFOUND" })));
    await expect(run()).rejects.toMatchObject({ code: "AWS_UNREACHABLE" });
    expect(calls()).toBe(3);
  });

  test("ends with the signal's reason when the run is interrupted", async () => {
    const { run, controller } = bed([error("AbortError")]);
    controller.abort(new Error("Ctrl-C"));
    await expect(run()).rejects.toThrow("Ctrl-C");
  });
});
