import { afterEach, beforeEach, expect, test } from "vitest";
import type { CallObserver } from "../../../src/sandbox/faults.ts";
import { runCli, startCli } from "../support/cli.ts";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";

const MINUTE_MS = 60_000;

/** Where the process is killed: around all that `start --for` does in the clouds. */
const MOMENTS = [
  ["before", "iam", "PutRolePolicy"],
  ["after", "iam", "GetRolePolicy"],
  ["before", "scheduler", "GetSchedule"],
  ["before", "scheduler", "CreateSchedule"],
  ["after", "scheduler", "CreateSchedule"],
  ["before", "medialive", "StartChannel"],
  ["after", "medialive", "StartChannel"],
  ["after", "cloudfront", "GetDistribution"],
  ["before", "scheduler", "UpdateSchedule"],
  ["after", "scheduler", "UpdateSchedule"],
] as const;

let place: Rehearsal;
let shift = 0;
let watch: CallObserver | undefined;

const now = (): number => Date.now() + shift;

/** Sleeps on a clock that can be moved on: whoever sleeps past the new time wakes up. */
async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  const until = now() + milliseconds;
  while (now() < until) {
    signal?.throwIfAborted();
    await new Promise((done) => setTimeout(done, Math.min(20, until - now())));
  }
}

beforeEach(async () => {
  shift = 0;
  place = await rehearsal({
    clock: { now, sleep },
    onCall: (phase, call) => watch?.(phase, call),
  });
});
afterEach(() => place.close());

test("a channel that start --for has started stops, wherever the process was killed", async () => {
  const small = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
  expect((await place.run(["init", "--yes", ...small])).code).toBe(0);
  for (const [phase, service, operation] of MOMENTS) {
    const run = startCli(["start", "--for", "1m", "--sandbox"], { cwd: place.path });
    watch = (when, call) => {
      if (when === phase && call.service === service && call.operation === operation)
        run.child.kill("SIGKILL");
    };
    const { code, stderr } = await run.finished;
    watch = undefined;
    expect(code, `${phase} ${operation}\n${stderr}`).toBeNull();
    shift += 13 * MINUTE_MS;
    await expect.poll(channelState, { timeout: 20_000 }).toBe("IDLE");
    // By a process of its own: it knows that the one that held the lock is gone.
    const again = await runCli(["stop", "--json", "--sandbox"], { cwd: place.path });
    expect(again.code, `${phase} ${operation}\n${again.stdout}`).toBe(0);
  }
}, 600_000);

async function channelState(): Promise<string> {
  const { stdout } = await place.run(["status", "--json"]);
  return (JSON.parse(stdout) as { channel: { state: string } }).channel.state;
}
