import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cleanEnv, scratchFolder } from "../integration/support/cli.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../..");
const MIB = 1024 * 1024;

/** The package as users get it: packed, installed into an empty folder, nothing else beside it. */
describe("the packed package", () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let tarball: string;
  let program: string;
  let name: string;

  beforeAll(async () => {
    folder = await scratchFolder();
    const packed = await run("npm", ["pack", "--json", "--pack-destination", folder.path], {
      cwd: ROOT,
    });
    const json = packed.stdout.slice(packed.stdout.indexOf("["));
    const [about] = JSON.parse(json) as readonly { readonly filename: string }[];
    name = about?.filename ?? "";
    tarball = join(folder.path, name);
    await run("npm", ["install", "--prefix", folder.path, "--no-audit", "--no-fund", tarball], {
      cwd: folder.path,
    });
    program = join(folder.path, "node_modules/.bin/live-origin");
  });
  afterAll(() => folder.remove());

  const live = (...args: readonly string[]) =>
    run(program, args, { cwd: folder.path, env: cleanEnv(folder.path) });

  test("is at most 1 MiB", async () => {
    expect((await stat(tarball)).size).toBeLessThanOrEqual(MIB);
  });

  test("brings no other package along", async () => {
    const lock = JSON.parse(
      await readFile(join(folder.path, "node_modules/.package-lock.json"), "utf8"),
    ) as { readonly packages: Readonly<Record<string, unknown>> };
    expect(Object.keys(lock.packages)).toEqual(["node_modules/live-origin"]);
  });

  test("tells its version and its commands", async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      readonly version: string;
    };
    expect((await live("--version")).stdout.trim()).toBe(version);
    expect((await live("--help")).stdout).toContain("create-channel");
  });

  test("does the main job, with every SDK in it", async () => {
    const { stdout } = await live(
      ...["init", "--sandbox", "--yes", "--for", "1s", "--latency", "instant"],
      ...["--rtmp-port", "0", "--encoder-auth", "parameter-store", "--json"],
    );
    const result = JSON.parse(stdout) as {
      readonly verified: boolean;
      readonly resources: readonly { readonly kind: string }[];
    };
    expect(result.verified).toBe(true);
    expect(result.resources.map(({ kind }) => kind)).toContain("parameter");
  });

  test.each([
    ["through npx, from the tarball", (): readonly string[] => ["npx", "--yes", `./${name}`]],
    ["through npx, as a dependency", () => ["npx", "live-origin"]],
    ["by its path", () => ["node", "node_modules/live-origin/bin/live-origin.js"]],
  ])("names commands as it was started: %s", async (_name, words) => {
    const [first = "", ...more] = words();
    const env = { ...cleanEnv(folder.path), PATH: process.env["PATH"] ?? "" };
    const { stdout } = await run(first, [...more, "stop", "--help"], { cwd: folder.path, env });
    const started =
      first === "npx"
        ? [first, ...more.filter((word) => word !== "--yes")]
        : ["npx", "live-origin"];
    expect(stdout).toContain(`Examples:\n  ${started.join(" ")} stop\n`);
    const failed = run(first, [...more, "status", "--sandbox", "--name", "evening"], {
      cwd: folder.path,
      env,
    });
    await expect(failed).rejects.toMatchObject({
      stderr: expect.stringContaining(`${started.join(" ")} sandbox`) as string,
    });
  });

  test("names commands by its name alone when it is installed globally", async () => {
    const prefix = join(folder.path, "global");
    await run("npm", [
      "install",
      "--global",
      "--prefix",
      prefix,
      "--no-audit",
      "--no-fund",
      tarball,
    ]);
    const env = { ...cleanEnv(folder.path), PATH: `${join(prefix, "bin")}:${process.env["PATH"]}` };
    const { stdout } = await run("live-origin", ["stop", "--help"], { cwd: folder.path, env });
    expect(stdout).toContain("Examples:\n  live-origin stop\n");
  });

  test("names commands as npx . does in a clone", async () => {
    const clone = join(folder.path, "node_modules/live-origin");
    const env = { ...cleanEnv(folder.path), PATH: process.env["PATH"] ?? "" };
    const { stdout } = await run("npx", ["--yes", ".", "stop", "--help"], { cwd: clone, env });
    expect(stdout).toContain("Examples:\n  npx . stop\n");
    const json = await run("npx", ["--yes", ".", "stpo", "--json"], { cwd: clone, env }).catch(
      (error: unknown) => error as { readonly stdout: string },
    );
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { hint: "See npx . --help." } });
  });
});
