import { execFile } from "node:child_process";
import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type SandboxFolder, sandboxFolder } from "./support/sandbox-folder.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];

let place: SandboxFolder;
beforeAll(async () => {
  place = await sandboxFolder();
  const made = await place.run("init", "--yes", "--start", ...SMALL);
  expect(made.code, made.stderr).toBe(0);
}, 60_000);
afterAll(() => place.close());

const errorOf = (stdout: string): { code: string; message: string; hint: string } =>
  (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;

async function keysOnDisk(): Promise<Record<"encoderKey" | "playerKey", { apiKey: string }>> {
  const path = join(place.path, ".live-origin/sandbox/live-origin/keys.json");
  return JSON.parse(await readFile(path, "utf8")) as never;
}

test("keys lists kind, scope, expiry and where each is used, and no key", async () => {
  const { encoderKey, playerKey } = await keysOnDisk();
  const listed = await place.run("keys", "--json");
  expect(listed.code, listed.stderr).toBe(0);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    restEndpoint: place.endpoints["momentoRest"],
    keys: [
      { key: "encoder", kind: "v1", scope: "read-write", cache: "live-origin" },
      { key: "player", kind: "v1", scope: "read-only", cache: "live-origin" },
    ],
  });
  const shown = await place.run("keys");
  expect(shown.stdout).toMatch(/used in the destination of channel \d+/);
  expect(shown.stdout).toMatch(/used in the Authorization header of distribution \S+/);
  for (const text of [listed.stdout, shown.stdout])
    for (const { apiKey } of [encoderKey, playerKey])
      expect(text).not.toContain(apiKey.slice(0, 40));
});

test("keys print player prints it alone; the encoder's is not printed", async () => {
  const { playerKey } = await keysOnDisk();
  const printed = await place.run("keys", "print", "player");
  expect(printed.stdout).toBe(`${playerKey.apiKey}\n`);
  const refused = await place.run("keys", "print", "encoder", "--json");
  expect(refused.code).toBe(2);
  expect(errorOf(refused.stdout).hint).toContain(
    "live-origin keys export encoder --out momento_key_info.json --sandbox",
  );
  for (const words of [["export"], ["export", "both"], ["show"], ["print", "player", "encoder"]])
    expect((await place.run("keys", ...words)).code).toBe(2);
});

test("keys export writes a file that comes in again, for its owner alone, and never over another", async () => {
  const path = join(place.path, "out/momento_key_info.json");
  const exported = await place.run("keys", "export", "encoder", "--out", path, "--json");
  expect(exported.code, exported.stdout).toBe(0);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const file = JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  expect(Object.keys(file)).toEqual(["apiKey", "refreshToken", "validUntil", "restEndpoint"]);
  const again = await place.run("keys", "export", "encoder", "--out", path, "--json");
  expect(again.code).toBe(2);
  expect(errorOf(again.stdout).code).toBe("KEY_FILE_EXISTS");
  const player = join(place.path, "out/player.json");
  expect((await place.run("keys", "export", "player", "--out", player)).code).toBe(0);
  const back = await place.run(
    ...["rotate-keys", "--dry-run", "--json", "--encoder-key-file", path],
    ...["--player-key-file", player],
  );
  expect(back.code, back.stdout).toBe(0);
});

test("keys export refuses a path that git would commit, as git says, and takes one that is ignored", async () => {
  const tree = join(place.path, "tree");
  await mkdir(join(tree, "secrets/deep"), { recursive: true });
  await mkdir(join(tree, ".git"));
  await writeFile(join(tree, ".gitignore"), "*.json\n!secrets/open.json\nbuild/\n");
  await writeFile(join(tree, "secrets/.gitignore"), "!deep/key.json\n");
  await symlink(join(tree, "secrets"), join(place.path, "link"));
  await symlink(join(tree, "nowhere"), join(place.path, "dangling"));
  const out = async (name: string) => {
    const run = await place.run("keys", "export", "player", "--out", join(tree, name), "--json");
    return run.code === 0 ? "written" : errorOf(run.stdout).code;
  };
  expect(await out("key.txt")).toBe("KEY_FILE_IN_GIT");
  expect(await out("secrets/open.json")).toBe("KEY_FILE_IN_GIT");
  expect(await out("secrets/deep/key.json")).toBe("KEY_FILE_IN_GIT");
  expect(await out("../link/new/key.txt")).toBe("KEY_FILE_IN_GIT");
  expect(await out("../dangling/key.txt")).toBe("DISK_WRITE_FAILED");
  expect(await out("../live-origin.txt/key.txt")).toBe("written");
  expect(await out("../live-origin.txt/key.txt/key.txt")).toBe("DISK_WRITE_FAILED");
  expect(await out("secrets/key.json")).toBe("written");
  expect(await out("build/key.txt")).toBe("written");
});

test("the tutorial's six curls can be typed from what the program shows", async () => {
  const status = await place.run("status", "--json");
  const { restEndpoint, playbackUrl } = JSON.parse(status.stdout) as {
    restEndpoint: string;
    playbackUrl: string;
  };
  const player = (await place.run("keys", "print", "player")).stdout.trim();
  const curl = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)("curl", ["-sSf", ...args], { encoding: "latin1" })).stdout;
  const origin = (name: string): string =>
    `${restEndpoint}/cache/live-origin/${name}?token=${player}`;
  const edge = (name: string): string => new URL(name, playbackUrl).href;
  for (const url of [origin, edge]) {
    expect(await curl(url("playlist.m3u8"))).toContain("playlist_240p30.m3u8");
    const variant = await curl(url("playlist_240p30.m3u8"));
    const segment = variant.trim().split("\n").at(-1)?.split("?")[0] ?? "";
    expect(segment).toMatch(/\.ts$/);
    expect((await curl(url(segment))).charCodeAt(0)).toBe(0x47);
  }
});

test("above a curl of verify stands the line that sets its variable, and both can be typed", async () => {
  const verify = await place.run("verify", "--json");
  const { checks } = JSON.parse(verify.stdout) as {
    checks: readonly { curl: string; keyLine?: string }[];
  };
  const withKey = checks.find(({ curl }) => curl.includes("PLAYER_API_KEY"));
  expect(withKey?.keyLine).toBe("export PLAYER_API_KEY=$(live-origin keys print player --sandbox)");
  for (const { curl, keyLine } of checks)
    expect(keyLine !== undefined).toBe(curl.includes("PLAYER_API_KEY"));
});
