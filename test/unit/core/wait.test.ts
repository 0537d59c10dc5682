import { describe, expect, test } from "vitest";
import type { ProvisionEvent } from "../../../src/core/engine/events.ts";
import { poll, type Poll } from "../../../src/core/engine/wait.ts";

/** A clock that a sleep moves on, and a cloud that says one state after another. */
function bed(states: readonly string[], changes: Partial<Poll<string>> = {}) {
  let now = 0;
  let looks = 0;
  const said: ProvisionEvent[] = [];
  const controller = new AbortController();
  const waiting = {
    clock: {
      now: () => now,
      sleep: (milliseconds: number, signal?: AbortSignal) => {
        signal?.throwIfAborted();
        now += milliseconds;
        return Promise.resolve();
      },
    },
    signal: controller.signal,
    emit: (event: ProvisionEvent) => void said.push(event),
    resource: "channel" as const,
  };
  const run = () =>
    poll(waiting, {
      until: "the channel to be RUNNING",
      everyMs: 3_000,
      deadlineMs: 60_000,
      read: () => Promise.resolve(states[Math.min(looks++, states.length - 1)] ?? ""),
      done: (state) => state === "RUNNING",
      dead: (state) => (state === "CREATE_FAILED" ? "MediaLive says CREATE_FAILED" : undefined),
      describe: (state) => state,
      hint: "Look again.",
      ...changes,
    });
  return { run, said, controller, elapsed: () => now, looks: () => looks };
}

describe("a wait", () => {
  test("looks at once, and is over when it is so", async () => {
    const { run, said, elapsed } = bed(["RUNNING"]);
    expect(await run()).toBe("RUNNING");
    expect([said, elapsed()]).toEqual([[], 0]);
  });

  test("says what it waits for and what the cloud says now, at every look", async () => {
    const { run, said } = bed(["CREATING", "STARTING", "RUNNING"]);
    await run();
    expect(said).toEqual(
      ["CREATING", "STARTING"].map((now) => ({
        type: "step.waiting",
        resource: "channel",
        until: "the channel to be RUNNING",
        now,
      })),
    );
  });

  test("ends at a dead end as soon as the cloud reports it, with the reason and a next step", async () => {
    const { run, elapsed } = bed(["CREATING", "CREATE_FAILED"]);
    await expect(run()).rejects.toMatchObject({
      code: "WAIT_DEAD_END",
      message: expect.stringContaining("MediaLive says CREATE_FAILED"),
      hint: "Look again.",
      resource: "channel",
    });
    expect(elapsed()).toBe(1_050);
  });

  test("ends after its deadline with the last state that was seen", async () => {
    const { run, elapsed } = bed(["CREATING"]);
    await expect(run()).rejects.toMatchObject({
      code: "WAIT_TIMED_OUT",
      message: "Waited 60 s for the channel to be RUNNING; it is still CREATING.",
    });
    expect(elapsed()).toBe(60_000);
  });

  test("with no time left looks once", async () => {
    const { run, looks } = bed(["CREATING"], { deadlineMs: 0 });
    await expect(run()).rejects.toMatchObject({ code: "WAIT_TIMED_OUT" });
    expect(looks()).toBe(1);
  });

  test("ends with the reason of an interruption", async () => {
    const { run, controller } = bed(["CREATING"]);
    controller.abort(new Error("Ctrl-C"));
    await expect(run()).rejects.toThrow("Ctrl-C");
  });

  test.each([
    ["an input's creation", 3_000, 3_000],
    ["a channel's creation", 3_000, 10_000],
    ["a channel's stop", 3_000, 30_000],
    ["a channel's start", 3_000, 60_000],
    ["a function's publication", 5_000, 20_000],
    ["a distribution's deployment", 5_000, 240_000],
  ])(
    "is told of %s at most a tenth late, or a second, and asks less than once a second",
    async (_what, everyMs, typicalMs) => {
      for (let extra = 0; extra < 1_000; extra += 37) {
        const overAtMs = typicalMs + extra;
        const { run, elapsed, looks } = bed([], {
          everyMs,
          deadlineMs: 3_600_000,
          done: () => elapsed() >= overAtMs,
        });
        await run();
        expect(elapsed() - overAtMs).toBeLessThanOrEqual(Math.max(1_050, overAtMs / 10));
        // The first look is at once.
        expect(looks() - 1).toBeLessThan(elapsed() / 1_000);
      }
    },
  );
});
