import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "./support/stack-bed.ts";

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

test("a part is made anew without the settings of the others, and says what applies those", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  const made = await bed.run(["init", "--yes"]);
  expect(made.code, made.stderr).toBe(0);
  const remembered = (): Promise<string> =>
    readFile(join(bed.cwd, ".live-origin/sandbox/live-origin/applied-spec.json"), "utf8");
  const applied = await remembered();
  const file = {
    channel: {
      ladder: "mobile",
      segmentSeconds: 1,
      input: { type: "rtmp-push", cidrs: ["192.0.2.1/32"] },
    },
    cdn: { cors: false },
  };
  await writeFile(join(bed.cwd, "live-origin.json"), JSON.stringify(file));
  bed.calls.length = 0;

  const notesOf = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly notes: readonly string[]; readonly next: string }> => {
    const run = await bed.run([...args, "--yes", "--json"], { env });
    expect(run.code, run.stderr).toBe(0);
    return JSON.parse(run.stdout) as { notes: readonly string[]; next: string };
  };
  const origin = await notesOf(["create-origin", "--ttl-seconds", "900"]);
  expect(origin.notes.join()).toMatch(
    /^Not applied, .*: origin.ttlSeconds, channel.input, channel.ladder, channel.segmentSeconds, cdn.cors\. .* init --ttl-seconds 900 --sandbox$/,
  );
  expect(await remembered()).toBe(applied);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);

  const cdn = await notesOf(["create-cdn"], { LIVE_ORIGIN_TTL_SECONDS: "900" });
  expect(cdn.notes.join()).toMatch(
    /: origin.ttlSeconds, channel.input, channel.ladder, channel.segmentSeconds\. .* create-channel --sandbox$/,
  );
  const writes = bed.calls.filter(isWriteCall).map(({ operation }) => operation);
  expect(writes).toEqual(["UpdateFunction", "PublishFunction", "UpdateDistribution"]);
  const { $remembered: _, ...settings } = JSON.parse(await remembered()) as Record<string, unknown>;
  const { $remembered: __, ...before } = JSON.parse(applied) as Record<string, unknown>;
  expect(settings).toEqual({ ...before, cdn: { cors: false } });

  const channel = await notesOf(["create-channel", "--replace-input"]);
  expect(channel.notes.join()).toContain("(CloudFront function)");
  expect(channel.next).toContain(" create-cdn ");
  expect((await notesOf(["create-cdn"])).notes).toEqual([]);
  const status = await bed.run(["status", "--json"]);
  expect((JSON.parse(status.stdout) as Drift).drift).toEqual([]);
});

test("keys of one's own are given where keys are made, and nowhere else", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  const run = await bed.run(["create-channel", "--yes", "--encoder-key-file", "key.json"]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain("--encoder-key-file");
  expect(bed.calls).toEqual([]);
});
