import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Finished, runCli, scratchFolder } from "./support/cli.ts";
import { type RealClouds, startRealClouds } from "./support/real-clouds.ts";
import { keysFromSupport } from "./support/support-made-keys.ts";

const CACHE = "team-namespace";
const REST = "https://api.cache.cell-sandbox-us-west-2-1.prod.a.momentohq.com";
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const URL_INPUT = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];

let clouds: RealClouds;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  clouds = await startRealClouds(REST);
  folder = await scratchFolder();
});
afterEach(async () => {
  await clouds.close();
  await folder.remove();
});

type Env = Readonly<Record<string, string>>;

function run(args: readonly string[], more: Env = {}): Promise<Finished> {
  const { MOMENTO_API_KEY: _, ...env } = clouds.env;
  return runCli([...args, "--no-sandbox", "--region", "us-west-2", "--json"], {
    cwd: folder.path,
    env: { ...env, ...more },
  });
}

function withoutAws(args: readonly string[]): Promise<Finished> {
  return run(args, { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
}

const errorOf = (stdout: string): { code: string; message: string; hint: string } =>
  (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;

test("a cache and two keys are all that it takes: create-origin without AWS, init, verify, rotation, teardown", async () => {
  const files = await keysFromSupport(clouds.sandbox, { folder: folder.path, cache: CACHE });
  const origin = ["create-origin", "--yes", "--cache", CACHE, ...files];
  const unsaid = await withoutAws(origin);
  expect(unsaid.code, unsaid.stdout).toBe(4);
  expect(errorOf(unsaid.stdout).message).toContain("--adopt-cache");
  const made = await withoutAws([...origin, "--adopt-cache"]);
  expect(made.code, made.stderr + made.stdout).toBe(0);
  expect(made.stderr).toContain("limits of the Momento account are not known");
  const init = await run(["init", "--yes", ...SMALL, ...URL_INPUT]);
  expect(init.code, init.stderr + init.stdout).toBe(0);
  const state = JSON.parse(
    await readFile(join(folder.path, ".live-origin/live-origin/state.json"), "utf8"),
  ) as { target: { account: string } };
  expect(state.target.account).toBe("111122223333");
  const verify = await run(["verify"]);
  const { checks } = JSON.parse(verify.stdout) as { checks: { id: string; verdict: string }[] };
  expect(checks.find(({ id }) => id === "player-key")).toMatchObject({ verdict: "pass" });
  const doctor = await run(["doctor"]);
  const { findings } = JSON.parse(doctor.stdout) as { findings: { id: string; verdict: string }[] };
  expect(findings.find(({ id }) => id === "momento-key")).toMatchObject({ verdict: "warn" });
  const next = await keysFromSupport(clouds.sandbox, {
    folder: folder.path,
    cache: CACHE,
    batch: "-next",
  });
  // Without the look through the edge, which these clouds serve without TLS.
  const rotated = await run(["rotate-keys", "--dry-run", ...next]);
  expect(rotated.code, rotated.stderr + rotated.stdout).toBe(0);
  expect(rotated.stdout).toContain('"encoderKey"');
  const gone = await run(["teardown", "--confirm", "live-origin"]);
  expect(gone.code, gone.stderr + gone.stdout).toBe(0);
  expect(clouds.sandbox.inventory().map(({ kind, id }) => `${kind} ${id}`)).toEqual([
    `cache ${CACHE}`,
  ]);
});

test("a cache that the key is not for, and one that is not there, are told before anything is made", async () => {
  const files = await keysFromSupport(clouds.sandbox, { folder: folder.path, cache: CACHE });
  const other = await withoutAws(["create-origin", "--yes", "--adopt-cache", ...files]);
  expect(other.code).toBe(1);
  expect(errorOf(other.stdout)).toMatchObject({ code: "MOMENTO_KEY_TOO_WEAK" });
  expect(errorOf(other.stdout).hint).toContain("--cache NAME");
  // One that is yet to be made is not made for keys of another.
  const ahead = await run(["create-origin", "--yes", "--cache", "elsewhere", ...files], {
    MOMENTO_API_KEY: clouds.sandbox.momentoApiKey,
  });
  expect(ahead.code, ahead.stderr).toBe(1);
  expect(errorOf(ahead.stdout)).toMatchObject({ code: "MOMENTO_KEY_TOO_WEAK" });
  expect(clouds.sandbox.inventory()).toHaveLength(1);
});

test("a fine-grained key given as the account's is recognised, and told what it can do", async () => {
  const files = await keysFromSupport(clouds.sandbox, { folder: folder.path, cache: CACHE });
  const { apiKey } = JSON.parse(await readFile(files[1] ?? "", "utf8")) as { apiKey: string };
  const init = ["init", "--yes", "--adopt-cache", "--cache", CACHE, ...SMALL, ...URL_INPUT];
  const given = await run(init, { MOMENTO_API_KEY: apiKey });
  expect(given.code).toBe(1);
  const { code, message, hint } = errorOf(given.stdout);
  expect(code).toBe("MOMENTO_KEY_TOO_WEAK");
  expect(message).toContain("fine-grained key");
  expect(message).toContain(`may read and write the cache ${CACHE}`);
  expect(hint).toContain("--encoder-key-file");
  expect(clouds.sandbox.inventory()).toHaveLength(1);
  const both = await run([...init, ...files], { MOMENTO_API_KEY: apiKey });
  expect(both.code, both.stderr + both.stdout).toBe(0);
});

test("the brake needs no key of the account: status, stop and a teardown that keeps the cache", async () => {
  const files = await keysFromSupport(clouds.sandbox, { folder: folder.path, cache: CACHE });
  const init = ["init", "--yes", "--adopt-cache", "--cache", CACHE, ...SMALL, ...URL_INPUT];
  expect((await run([...init, ...files])).code).toBe(0);
  const elsewhere = await scratchFolder();
  const { MOMENTO_API_KEY: _, ...env } = clouds.env;
  const there = (...args: readonly string[]): Promise<Finished> =>
    runCli([...args, "--no-sandbox", "--region", "us-west-2", "--json"], {
      cwd: elsewhere.path,
      env,
    });
  try {
    const status = await there("status");
    expect(status.code, status.stderr + status.stdout).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      foundByTags: true,
      target: { cell: "cell-sandbox-us-west-2-1.prod.a.momentohq.com" },
    });
    const stop = await there("stop", "--confirm", "live-origin");
    expect(stop.code, stop.stderr + stop.stdout).toBe(0);
    const { stackId } = JSON.parse(status.stdout) as { stackId: string };
    const gone = await there(
      ...["teardown", "--rebuild-state", stackId, "--confirm", "live-origin"],
    );
    expect(gone.code, gone.stderr + gone.stdout).toBe(0);
    expect(clouds.sandbox.inventory().map(({ kind }) => kind)).toEqual(["cache"]);
  } finally {
    await elsewhere.remove();
  }
});
