import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openStackBed, type StackBed } from "./support/stack-bed.ts";

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

const ORIGIN = ["create-origin", "--yes", "--ttl-seconds", "7200"];
const CHANNEL = [
  "create-channel",
  "--yes",
  ...["--rung", "240p30=426x240@30,350,64", "--rung", "360p30=640x360@30,700,64"],
  ...["--segment-seconds", "4", "--gop-seconds", "2"],
];

type Drift = { readonly drift: readonly unknown[] };
type Applied = {
  readonly origin: { readonly ttlSeconds: number };
  readonly channel: { readonly segmentSeconds: number; readonly ladder: unknown };
};

test("each part is made for what the parts before it were told, and nothing has drifted afterwards", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  for (const args of [ORIGIN, CHANNEL, ["create-cdn", "--yes"]]) {
    const run = await bed.run(args);
    expect(run.code, run.stderr).toBe(0);
  }
  const folder = join(bed.cwd, ".live-origin/sandbox/live-origin");
  const applied = JSON.parse(await readFile(join(folder, "applied-spec.json"), "utf8")) as Applied;
  expect(applied.origin.ttlSeconds).toBe(7200);
  expect(applied.channel.segmentSeconds).toBe(4);
  expect(JSON.stringify(applied.channel.ladder)).toContain("360p30");

  const status = await bed.run(["status", "--json"]);
  expect((JSON.parse(status.stdout) as Drift).drift).toEqual([]);
  const started = await bed.run(["start", "--json"]);
  expect(started.code, started.stderr).toBe(0);
  const { playbackUrl } = JSON.parse(started.stdout) as { readonly playbackUrl: string };
  const master = await (await fetch(playbackUrl)).text();
  expect(master).toContain("playlist_360p30.m3u8");
  expect(master).not.toContain("720p30");
});

test("keys of one's own are given where keys are made, and nowhere else", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  const run = await bed.run(["create-channel", "--yes", "--encoder-key-file", "key.json"]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("--encoder-key-file");
  expect(bed.calls).toEqual([]);
});
