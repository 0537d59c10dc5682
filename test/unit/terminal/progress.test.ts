import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createProgress } from "../../../src/terminal/progress.ts";
import { elapsedText, runningLines } from "../../../src/terminal/running-steps.ts";
import { createStyle } from "../../../src/terminal/style.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });

function screen(facts: { readonly isTTY: boolean; readonly columns?: number }) {
  const stream = Object.assign(new PassThrough(), {
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
    ...facts,
  });
  let said = "";
  stream.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  return { stream, said: () => said };
}

describe("progress without a terminal", () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  async function quiet() {
    const { stream, said } = screen({ isTTY: false });
    const clock = { now: () => Date.now(), sleep: async () => undefined };
    return { said, progress: await createProgress({ stream, style, clock, animated: true }) };
  }

  test("is one line per change, with the time each step took", async () => {
    const { said, progress } = await quiet();
    progress.emit({ type: "step.started", resource: "distribution", action: "create" });
    progress.emit({
      type: "step.waiting",
      resource: "distribution",
      until: "the distribution to be Deployed",
      now: "InProgress",
    });
    progress.emit({
      type: "step.waiting",
      resource: "distribution",
      until: "the distribution to be Deployed",
      now: "InProgress",
    });
    await vi.advanceTimersByTimeAsync(3_000);
    progress.emit({ type: "step.done", resource: "distribution", action: "create", id: "E1" });
    progress.stop();
    expect(said()).toBe(
      "  creating CloudFront distribution\n" +
        "  CloudFront distribution: InProgress, waiting for the distribution to be Deployed\n" +
        "✓ CloudFront distribution created E1 3.0 s\n",
    );
  });

  test("says that it still waits when nothing changes for a while, and stops saying so at the end", async () => {
    const { said, progress } = await quiet();
    progress.emit({ type: "step.started", resource: "distribution", action: "create" });
    progress.emit({ type: "step.started", resource: "channel", action: "create" });
    await vi.advanceTimersByTimeAsync(61_000);
    progress.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    const beats = said()
      .split("\n")
      .filter((line) => line.startsWith("  still"));
    expect(beats).toEqual([
      "  still creating CloudFront distribution 20 s",
      "  still creating MediaLive channel 20 s",
      "  still creating CloudFront distribution 40 s",
      "  still creating MediaLive channel 40 s",
      "  still creating CloudFront distribution 1 min 0 s",
      "  still creating MediaLive channel 1 min 0 s",
    ]);
  });
});

describe("progress on a terminal", () => {
  const clock = { now: () => 0, sleep: async () => undefined };

  test("shows several steps at once, each on a line of its own", async () => {
    const { stream, said } = screen({ isTTY: true, columns: 60 });
    const progress = await createProgress({ stream, style, clock, animated: true });
    progress.emit({ type: "step.started", resource: "distribution", action: "create" });
    progress.emit({ type: "step.started", resource: "channel", action: "create" });
    progress.say("something else");
    progress.stop();
    expect(stripVTControlCharacters(said())).toMatch(
      /creating CloudFront distribution 0\.0 s\n\s+creating MediaLive channel 0\.0 s/,
    );
  });

  test.each([
    ["of 0 columns", { isTTY: true, columns: 0 }, true],
    ["that cannot be redrawn", { isTTY: true, columns: 80 }, false],
  ])("%s draws no spinner", async (_name, facts, animated) => {
    const { stream, said } = screen(facts);
    const progress = await createProgress({ stream, style, clock, animated });
    progress.emit({ type: "step.started", resource: "cache", action: "create" });
    progress.stop();
    expect(said()).toBe("  creating Momento cache\n");
  });
});

describe("a wait outside the steps", () => {
  test("is shown while it lasts and gone when it is over", async () => {
    let now = 0;
    const { stream, said } = screen({ isTTY: true, columns: 100 });
    const clock = { now: () => now, sleep: async () => undefined };
    const progress = await createProgress({ stream, style, clock, animated: true });
    progress.emit({
      type: "step.waiting",
      resource: "channel",
      until: "the channel to be RUNNING",
      now: "STARTING",
    });
    now = 4_000;
    progress.emit({
      type: "step.waiting",
      resource: "channel",
      until: "the channel to be RUNNING",
      now: "STARTING",
    });
    progress.say("a line");
    expect(said()).toContain(
      "MediaLive channel 4.0 s (STARTING, waiting for the channel to be RUNNING)",
    );
    progress.over();
    const before = said().length;
    progress.say("another line");
    expect(stripVTControlCharacters(said().slice(before))).toBe("another line\n");
    progress.stop();
  });
});

describe("the lines of running steps", () => {
  const step = {
    action: "create",
    since: 0,
    heardAt: 0,
    detail: "InProgress, waiting for the distribution to be Deployed",
  } as const;

  test("are never wider than the terminal", () => {
    for (const columns of [10, 20, 30, 40, 80]) {
      const lines = runningLines(new Map([["distribution", step]]), 65_000, columns);
      expect(lines.every((line) => line.length <= Math.max(10, columns - 4))).toBe(true);
    }
  });

  test("tell the time first, then what is waited for", () => {
    expect(runningLines(new Map([["distribution", step]]), 65_000, 200)).toEqual([
      "creating CloudFront distribution 1 min 5 s (InProgress, waiting for the distribution to be Deployed)",
    ]);
  });

  test.each([
    [0, "0.0 s"],
    [9_940, "9.9 s"],
    [41_600, "42 s"],
    [185_000, "3 min 5 s"],
  ])("write %d ms as %s", (milliseconds, text) => {
    expect(elapsedText(milliseconds)).toBe(text);
  });
});
