import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

/** One small rendition and short segments, so that pictures come soon. */
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];

type Result = { readonly playbackUrl: string; readonly verified: boolean | null };

const parsed = (text: string): Result => JSON.parse(text) as Result;

async function keysOf({ path }: Rehearsal): Promise<{ encoder: string; player: string }> {
  const text = await readFile(join(path, ".live-origin/sandbox/live-origin/keys.json"), "utf8");
  const keys = JSON.parse(text) as Record<"encoderKey" | "playerKey", { apiKey: string }>;
  return { encoder: keys.encoderKey.apiKey, player: keys.playerKey.apiKey };
}

/** Asks for the master over and over while something changes, and keeps every answer. */
function watchMaster(url: string): { readonly stop: () => Promise<readonly string[]> } {
  const seen: string[] = [];
  let going = true;
  const watching = (async () => {
    while (going) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer !== undefined) seen.push(`${answer.status} ${await answer.text()}`);
    }
  })();
  return {
    stop: async () => {
      going = false;
      await watching;
      return seen;
    },
  };
}

describe.each([
  ["url-token", "parameter-store"],
  ["parameter-store", "url-token"],
] as const)("a stack with %s", (mode, other) => {
  let place: Rehearsal;
  let url: string;
  beforeAll(async () => {
    place = await rehearsal();
  });
  afterAll(() => place.close());

  const auth = (which: string): string[] => [...SMALL, "--encoder-auth", which];

  test("plays real video through the edge", async () => {
    const run = await place.run(["init", "--yes", "--start", "--json", ...auth(mode)]);
    expect(run.code, run.stderr).toBe(0);
    const result = parsed(run.stdout);
    expect(result.verified).toBe(true);
    url = result.playbackUrl;
    expect(place.kinds().includes("parameter")).toBe(mode === "parameter-store");
  });

  test("shows viewers a master without a key", async () => {
    const master = await (await fetch(url)).text();
    expect(master).toContain("playlist_240p30.m3u8");
    expect(master).not.toContain("token=");
  });

  test("is not switched while it runs without --allow-interruption", async () => {
    const run = await place.run(["init", "--yes", ...auth(other)]);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("--allow-interruption");
  });

  test(`becomes one with ${other} by an update: the same channel, input and distribution`, async () => {
    const before = place.sandbox.inventory();
    const watcher = watchMaster(url);
    const run = await place.run([
      "init",
      "--yes",
      "--allow-interruption",
      "--json",
      ...auth(other),
    ]);
    const masters = await watcher.stop();
    expect(run.code, run.stderr).toBe(0);
    const after = place.sandbox.inventory();
    for (const kind of ["channel", "input", "distribution", "cache", "role"])
      expect(after.find((item) => item.kind === kind)?.id).toBe(
        before.find((item) => item.kind === kind)?.id,
      );
    expect(place.kinds().includes("parameter")).toBe(other === "parameter-store");
    expect(masters.length).toBeGreaterThan(3);
    expect(masters.filter((master) => master.includes("token="))).toEqual([]);
  });

  test("plays on after the switch", async () => {
    const stopped = await place.run(["stop"]);
    expect(stopped.code, stopped.stderr).toBe(0);
    const started = await place.run(["start", "--json"]);
    expect(started.code, started.stderr).toBe(0);
    expect(parsed(started.stdout).verified).toBe(true);
    const { encoder, player } = await keysOf(place);
    const master = await (await fetch(url)).text();
    for (const key of [encoder, player]) expect(master).not.toContain(key.slice(0, 12));
  });

  test("is switched back while it is stopped, and no master of before is left for viewers", async () => {
    expect((await place.run(["stop"])).code).toBe(0);
    const run = await place.run(["init", "--yes", "--json", ...auth(mode)]);
    expect(run.code, run.stderr).toBe(0);
    expect(await (await fetch(url)).text()).not.toContain("token=");
    expect((await place.run(["status", "--json"])).code).toBe(0);
  });

  test("is removed without a trace", async () => {
    const run = await place.run(["teardown", "--confirm", "live-origin", "--allow-interruption"]);
    expect(run.code, run.stderr).toBe(0);
    expect(place.sandbox.inventory()).toEqual([]);
  });
});
