import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "./support/cli.ts";
import { startClouds, type EmulatedClouds } from "./support/clouds.ts";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let clouds: EmulatedClouds;
beforeAll(async () => {
  clouds = await startClouds();
});
afterAll(() => clouds.sandbox.close());
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(() => folder.remove());

const SPEC = {
  region: "us-west-2",
  channel: { input: { type: "mp4-file", url: "https://example.com/a.mp4" } },
};

async function say(more: object, path = "live-origin.json"): Promise<void> {
  await writeFile(join(folder.path, path), JSON.stringify({ ...SPEC, ...more }));
}

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { MOMENTO_API_KEY: _, ...others } = clouds.env;
  return runCli(["init", "--json", ...args], { cwd: folder.path, env: { ...others, ...env } });
}

describe("rehearsal or real", () => {
  test("in the file rehearses, without a flag and without any credentials", async () => {
    await say({ sandbox: true });
    const { code, stdout } = await run(["--dry-run", "--latency", "instant", "--rtmp-port", "0"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ target: { kind: "sandbox" } });
  });

  test.each([
    ["--no-sandbox", ["--no-sandbox"], {}],
    ["LIVE_ORIGIN_SANDBOX", [], { LIVE_ORIGIN_SANDBOX: "false" }],
  ])("in the file gives way to %s", async (_name, args, env) => {
    await say({ sandbox: true });
    const { code, stdout } = await run(["--yes", ...args], env);
    expect(code).toBe(4);
    expect(stdout).toContain("--momento-key-file");
  });

  test("that is neither true nor false is refused, because the other meaning bills", async () => {
    await say({ sandbox: "yes" });
    const { code, stdout } = await run(["--yes"]);
    expect(code).toBe(2);
    expect(stdout).toMatch(/sandbox in \S+live-origin\.json must be true or false, not \\"yes\\"/);
  });
});

describe("the Momento key's file", () => {
  test("in the file is found from the file's own folder", async () => {
    await mkdir(join(folder.path, "shows"));
    await writeFile(join(folder.path, "shows/key.json"), clouds.sandbox.momentoApiKey);
    await say({ momentoKeyFile: "key.json" }, "shows/evening.json");
    const { code, stdout } = await run(["--dry-run", "--config", "shows/evening.json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ target: { kind: "clouds" } });
  });

  test("in the file gives way to a key in the environment", async () => {
    await say({ momentoKeyFile: "nowhere.json" });
    const key = { MOMENTO_API_KEY: clouds.sandbox.momentoApiKey };
    expect(await run(["--dry-run"], key)).toMatchObject({ code: 0 });
    const without = await run(["--dry-run"]);
    expect(without.code).toBe(2);
    expect(without.stdout).toContain("nowhere.json does not exist");
  });
});
