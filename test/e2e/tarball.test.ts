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

  beforeAll(async () => {
    folder = await scratchFolder();
    const packed = await run("npm", ["pack", "--json", "--pack-destination", folder.path], {
      cwd: ROOT,
    });
    const json = packed.stdout.slice(packed.stdout.indexOf("["));
    const [about] = JSON.parse(json) as readonly { readonly filename: string }[];
    tarball = join(folder.path, about?.filename ?? "");
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
});
