import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const LEAKING = ["--master-playlist", "origin"];

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

const init = (...args: readonly string[]) => place.run(["init", "--yes", "--json", ...args]);
const urlOf = (stdout: string): string =>
  (JSON.parse(stdout) as { playbackUrl: string }).playbackUrl;

describe("the edge's master playlist", () => {
  test("is refreshed when the ladder changes, and is then what the encoder writes", async () => {
    const first = await init("--start", ...SMALL);
    expect(first.code, first.stderr).toBe(0);
    const url = urlOf(first.stdout);
    expect(await (await fetch(url)).text()).toContain("playlist_240p30.m3u8");
    const more = ["--rung", "360p30=640x360@30,600,96", "--allow-interruption", "--start"];
    const second = await init(...SMALL, ...more);
    expect(second.code, second.stderr).toBe(0);
    const master = await (await fetch(url)).text();
    expect(master).toMatch(/playlist_240p30\.m3u8\n[^]*playlist_360p30\.m3u8\n/);
    const uris = master.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const uri of uris) expect((await fetch(new URL(uri, url))).status).toBe(200);
  });

  test("is as the ladder says before the channel has ever run", async () => {
    const run = await init(...SMALL);
    const master = await (await fetch(urlOf(run.stdout))).text();
    expect(master).toContain("RESOLUTION=426x240");
  });

  test("of the longest ladder there can be fits into what CloudFront takes", async () => {
    const rungs = Array.from({ length: 20 }, (_, index) => [
      "--rung",
      `${"a-long-name-".repeat(2)}${index}p30=${1880 + 2 * index}x1080@30,${1000 + index},192`,
    ]);
    const args = ["--dry-run", "--offline", ...rungs.flat(), "--allow-over-limit"];
    const run = await init(...args);
    expect(run.code, run.stdout).toBe(0);
    const { steps } = JSON.parse(run.stdout) as {
      steps: { calls: { operation: string; input: { FunctionCode?: string } }[] }[];
    };
    const made = steps.flatMap(({ calls }) => calls).find((one) => one.input.FunctionCode);
    const bytes = Buffer.byteLength(made?.input.FunctionCode ?? "");
    expect(bytes).toBeGreaterThan(3_000);
    expect(bytes).toBeLessThan(10_240);
  });
});

describe("--master-playlist origin with url-token", () => {
  test("says what leaks, names the flag and makes nothing without it", async () => {
    const run = await init(...SMALL, ...LEAKING);
    expect(run.code).toBe(4);
    expect(run.stdout).toContain("--accept-key-leak");
    expect(run.stdout).toContain("every viewer gets a key that can replace the show");
    expect(place.sandbox.inventory()).toEqual([]);
  });

  test("is planned without the flag, because a plan leaks nothing", async () => {
    expect((await init(...SMALL, ...LEAKING, "--dry-run")).code).toBe(0);
  });

  test("with --accept-key-leak serves the encoder's own master", async () => {
    const run = await init(...SMALL, ...LEAKING, "--accept-key-leak", "--start");
    expect(run.code, run.stderr).toBe(0);
    expect(await (await fetch(urlOf(run.stdout))).text()).toContain("token=");
    const back = await init(...SMALL, "--master-playlist", "edge", "--allow-interruption");
    expect(back.code, back.stderr).toBe(0);
    expect(await (await fetch(urlOf(run.stdout))).text()).not.toContain("token=");
  });

  test("is refused part by part as well, from whichever side the leak would come", async () => {
    expect((await place.run(["create-origin", "--yes"])).code).toBe(0);
    const auth = ["--encoder-auth", "parameter-store"];
    expect((await place.run(["create-channel", "--yes", ...SMALL, ...auth])).code).toBe(0);
    const open = await place.run(["create-cdn", "--yes", ...LEAKING]);
    expect(open.code, open.stderr).toBe(0);
    const token = ["create-channel", "--yes", ...SMALL, "--encoder-auth", "url-token"];
    const refused = await place.run(token);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("--accept-key-leak");
    const accepted = await place.run([...token, "--accept-key-leak"]);
    expect(accepted.code, accepted.stderr).toBe(0);
  });
});
