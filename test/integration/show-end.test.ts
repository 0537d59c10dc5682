import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GatedCall } from "../../src/sandbox/index.ts";
import { openStackBed, type Ended, type StackBed } from "./support/stack-bed.ts";
import { startSecondEncoder } from "./support/second-encoder.ts";

const LADDER =
  "--segment-seconds 1 --rung 240p30=426x240@30,350,64 --rung 480p30=640x360@30,500,64";
const VARIANTS = ["playlist_240p30.m3u8", "playlist_480p30.m3u8"];

let bed: StackBed;
let playbackUrl = "";
let onWrite: ((call: GatedCall) => Promise<void>) | undefined;

beforeAll(async () => {
  bed = await openStackBed({
    onCall: (phase, call) =>
      phase === "before" && call.operation === "PutItem" ? onWrite?.(call) : undefined,
  });
  const made = await bed.run(["init", "--yes", "--start", "--json", ...LADDER.split(" ")]);
  expect(made.code, made.stderr).toBe(0);
  ({ playbackUrl } = JSON.parse(made.stdout) as { playbackUrl: string });
});
afterAll(() => bed.close());

/** As viewers get them; the edge keeps a playlist for a second. */
async function lists(): Promise<readonly string[]> {
  await new Promise((done) => setTimeout(done, 1_100));
  return Promise.all(
    VARIANTS.map(async (name) => (await fetch(new URL(name, playbackUrl))).text()),
  );
}
const ended = (list: string): boolean => list.endsWith(".ts\n#EXT-X-ENDLIST\n");

type Status = { readonly unended: readonly string[]; readonly next: string };
async function status(): Promise<Status> {
  const { stdout } = await bed.run(["status", "--json"]);
  return JSON.parse(stdout) as Status;
}

/** As a schedule of AWS's does, with nobody there. */
async function stoppedByAws(): Promise<void> {
  const { resources } = await bed.state();
  const channel = `${bed.sandbox.endpoints.medialive}/prod/channels/${resources["channel"]?.ids["id"] ?? ""}`;
  expect((await fetch(`${channel}/stop`, { method: "POST" })).status).toBe(200);
  await expect
    .poll(async () => ((await (await fetch(channel)).json()) as { state: string }).state)
    .toBe("IDLE");
}

/** Runs `stop` and kills it when it writes the first playlist. */
async function killedWhileEnding(): Promise<Ended> {
  const running = bed.start(["stop"]);
  onWrite = async ({ service, operation, resource }) => {
    onWrite = undefined;
    bed.sandbox.setFaults([{ service, operation, resource, effect: "drop-before", times: 1 }]);
    running.child.kill("SIGKILL");
    await running.exited;
  };
  return running.ended;
}

test("a show that AWS stopped has no end; status says so, and stop writes it, also after a kill in the middle and with a rebuilt state", async () => {
  await stoppedByAws();
  expect((await lists()).map(ended)).toEqual([false, false]);
  const over = await status();
  expect(over.unended).toEqual(VARIANTS);
  expect(over.next).toContain(" stop");

  expect((await killedWhileEnding()).code).toBeNull();
  const left = (await status()).unended;
  expect(left.length).toBeGreaterThan(0);

  await rm(join(bed.cwd, ".live-origin/sandbox/live-origin/state.json"));
  const rebuilt = await bed.run(["init", "--yes", "--rebuild-state", ...LADDER.split(" ")]);
  expect(rebuilt.code, rebuilt.stderr).toBe(0);
  expect((await status()).unended).toEqual(left);

  const again = await bed.run(["stop", "--json"]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain("The show has ended for its viewers too");
  expect((JSON.parse(again.stdout) as { notes: unknown }).notes).toEqual([]);
  expect((await lists()).map(ended)).toEqual([true, true]);
  expect(await status()).toMatchObject({ unended: [], next: expect.stringContaining(" start") });
});

test("the next start begins clean; what somebody else writes is not ended, and that is a warning", async () => {
  const before = (await lists()).join("");
  const started = await bed.run(["start"]);
  expect(started.code, started.stderr).toBe(0);
  expect(started.stderr).toContain("may have to reload");
  const names = (text: string): readonly string[] => text.match(/^.*\.ts$/gm) ?? [];
  const now = (await lists()).join("");
  expect(now).not.toContain("#EXT-X-ENDLIST");
  expect(names(now).filter((name) => names(before).includes(name))).toEqual([]);

  const other = await startSecondEncoder(bed.sandbox);
  const stopped = await bed.run(["stop", "--json"]);
  await other.stop();
  expect(stopped.code, stopped.stderr).toBe(0);
  expect((JSON.parse(stopped.stdout) as { notes: unknown }).notes).toEqual([
    expect.stringContaining("playlist_480p30.m3u8: somebody else still writes it"),
  ]);
  expect((await lists()).map(ended)).toEqual([true, false]);
  // What two wrote is not for one of them to end, later either.
  expect((await status()).unended).toEqual([]);
});
