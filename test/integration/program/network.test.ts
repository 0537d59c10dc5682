import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "../support/cli.ts";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";

const WATCHER = join(dirname(fileURLToPath(import.meta.url)), "watch-network.cjs");
const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const KEY = Buffer.from(
  JSON.stringify({
    endpoint: "cell-4-us-west-2-1.prod.a.momentohq.com",
    api_key: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl",
  }),
).toString("base64");

/** Runs the program and returns everything that it connected to or looked up, each once. */
async function watched(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{
  readonly code: number | null;
  readonly stderr: string;
  readonly asked: readonly string[];
}> {
  const log = join(cwd, "..", `${cwd.split("/").at(-1)}.network`);
  await writeFile(log, "");
  const { code, stderr } = await runCli(args, {
    cwd,
    env: { NODE_OPTIONS: `--require=${WATCHER}`, NETWORK_LOG: log, ...env },
  });
  const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line !== "");
  return { code, stderr, asked: [...new Set(lines)].toSorted() };
}

describe("the network that a rehearsal uses", () => {
  let place: Rehearsal;
  beforeAll(async () => {
    place = await rehearsal();
  });
  afterAll(() => place.close());

  test("is the sandbox's endpoints and the playback address, in a whole life", async () => {
    const asked = new Set<string>();
    for (const args of [
      ["init", "--yes", "--start", ...SMALL],
      ["status", "--json"],
      ["rotate-keys", "--yes", "--allow-interruption"],
      ["stop"],
      ["teardown", "--confirm", "live-origin", "--allow-interruption"],
    ]) {
      const run = await watched(place.path, [...args, "--sandbox"]);
      expect(run.code, run.stderr).toBe(0);
      for (const one of run.asked) asked.add(one);
      if (args[0] === "init") for (const one of await edges(place)) allowed.add(one);
    }
    for (const url of Object.values(place.sandbox.endpoints))
      allowed.add(url.replace(/^http:\/\//, ""));
    expect(asked.size).toBeGreaterThan(5);
    const strange = [...asked].filter(
      (one) => !allowed.has(one.replace(/^connect /, "")) && one !== "look up 127.0.0.1",
    );
    expect(strange).toEqual([]);
  });
  const allowed = new Set<string>();
});

describe("the network that a run for the clouds uses", () => {
  const env = {
    MOMENTO_API_KEY: KEY,
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLE000000000",
    AWS_SECRET_ACCESS_KEY: "secret",
    NETWORK_BLIND: "true",
  };
  const input = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];

  test.each([
    ["init", ["init", "--yes", "--region", "us-west-2", "--no-sandbox", ...input]],
    ["create-origin", ["create-origin", "--yes", "--region", "us-west-2"]],
    ["a dry run", ["init", "--dry-run", "--region", "us-west-2", "--no-sandbox", ...input]],
  ])("%s begins with who we are, and asks nobody else", async (_name, args) => {
    const folder = await scratchFolder();
    const run = await watched(folder.path, args, env);
    expect(run.code).toBe(1);
    const names = run.asked.map((one) =>
      one.replace(/^(look up|connect) /, "").replace(/:443$/, ""),
    );
    expect([...new Set(names)]).toEqual(["sts.us-west-2.amazonaws.com"]);
    await folder.remove();
  });

  test.each([
    ["help", ["--help"]],
    ["the version", ["--version"]],
    ["the help of a command", ["rotate-keys", "--help"]],
    [
      "an offline plan",
      ["init", "--dry-run", "--offline", "--region", "us-west-2", "--no-sandbox", ...input],
    ],
    ["a wrong flag", ["init", "--nonsense"]],
    ["a missing answer", ["init", "--yes", "--no-sandbox", "--region", "us-west-2"]],
  ])("%s needs none", async (_name, args) => {
    const folder = await scratchFolder();
    const run = await watched(folder.path, args, env);
    expect(run.asked).toEqual([]);
    expect(await folder.entries()).toEqual([]);
    await folder.remove();
  });
});

/** Where the emulated edge listens. */
async function edges({ run }: Rehearsal): Promise<readonly string[]> {
  const status = await run(["status", "--json"]);
  const { playbackUrl } = JSON.parse(status.stdout) as { playbackUrl: string };
  return [new URL(playbackUrl).host];
}
