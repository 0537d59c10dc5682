import { expect, test } from "vitest";
import { createEndWatch } from "../../../src/cli/end-watch.ts";
import type { AutoStop } from "../../../src/core/auto-stop/diagnose-auto-stop.ts";

const MINUTE_MS = 60_000;

test("a watch says once for each end, by AWS's clock, that less than ten minutes are left", async () => {
  // This machine's clock is an hour ahead of AWS's.
  let now = Date.UTC(2026, 10, 27, 23, 0);
  let awsEnd = Date.UTC(2026, 10, 27, 22, 15);
  const lines: string[] = [];
  const tell = createEndWatch(
    {
      context: { clock: { now: () => now } },
      output: { json: false, result: (_: unknown, line: string) => lines.push(line) },
    } as unknown as Parameters<typeof createEndWatch>[0],
    () => {
      const leftMs = awsEnd - (now - 60 * MINUTE_MS);
      const end: AutoStop = { is: "set", endsAt: awsEnd, leftMs, scheduleName: "evening" };
      return Promise.resolve(end);
    },
  );
  const minutes = async (count: number): Promise<void> => {
    for (let minute = 0; minute < count; minute += 1) {
      await tell();
      now += MINUTE_MS;
    }
  };
  await minutes(6);
  expect(lines).toEqual([]);
  await minutes(3);
  expect(lines).toEqual([expect.stringMatching(/stops it .* \(in 9 min\)/)]);
  awsEnd += 30 * MINUTE_MS;
  await minutes(25);
  expect(lines).toHaveLength(1);
  await minutes(10);
  expect(lines).toHaveLength(2);
});
