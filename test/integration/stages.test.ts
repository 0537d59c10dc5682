import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Finished, runCli, scratchFolder } from "./support/cli.ts";
import { startClouds, type EmulatedClouds } from "./support/clouds.ts";

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let clouds: EmulatedClouds;
beforeEach(async () => {
  clouds = await startClouds();
  folder = await scratchFolder();
});
afterEach(async () => {
  await folder.remove();
  await clouds.sandbox.close();
});

const SPEC = {
  sandbox: true,
  region: "us-west-2",
  channel: { input: { type: "mp4-file", url: "https://example.com/a.mp4" } },
};
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--allow-interruption"];

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return runCli(args, { cwd: folder.path, env: { ...clouds.env, ...env } });
}

async function fileSays(more: object): Promise<void> {
  await writeFile(join(folder.path, "live-origin.json"), JSON.stringify({ ...SPEC, ...more }));
}

function errorOf({ stdout }: Finished): { code: string; message: string; hint: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

async function makeForReal(): Promise<Finished> {
  const made = await run(["init", "--yes", "--no-sandbox", "--allow-over-limit"]);
  expect(made.code, made.stderr).toBe(0);
  return made;
}

describe("a stack that was made with --no-sandbox where the file says that commands rehearse", () => {
  test("is never torn down as `nothing to remove`, and the command that is named instead removes it", async () => {
    await fileSays({});
    const { stdout } = await makeForReal();
    expect(stdout).toContain("live-origin start --no-sandbox");
    const refused = await run([...TEARDOWN, "--json"]);
    expect(refused.code).toBe(2);
    const { code, message, hint } = errorOf(refused);
    expect(code).toBe("OTHER_STAGE");
    expect(message).toContain("(live-origin.json)");
    expect(hint).toContain(
      "live-origin teardown --confirm live-origin --allow-interruption --json --no-sandbox",
    );
    expect(clouds.sandbox.inventory()).not.toEqual([]);

    const removed = await run([...TEARDOWN, "--no-sandbox"]);
    expect(removed.code, removed.stderr).toBe(0);
    expect(clouds.sandbox.inventory()).toEqual([]);
  });

  test("names commands that find it, whatever it ends with", async () => {
    const env = { LIVE_ORIGIN_SANDBOX: "true" };
    await fileSays({ sandbox: undefined });
    const made = await run(["init", "--yes", "--no-sandbox", "--allow-over-limit"], env);
    expect(made.code, made.stderr).toBe(0);
    for (const [command, next] of [
      ["status", "start"],
      ["stop", "teardown"],
    ] as const) {
      const ended = await run([command, "--json", "--no-sandbox"], env);
      expect(ended.code, ended.stderr).toBe(0);
      expect(JSON.parse(ended.stdout)).toMatchObject({ next: `live-origin ${next} --no-sandbox` });
    }
    const lost = await run(["status", "--json"], env);
    expect(errorOf(lost)).toMatchObject({
      code: "OTHER_STAGE",
      message: expect.stringContaining("(LIVE_ORIGIN_SANDBOX)"),
    });
  });
});

test("a rehearsal is not looked for in the clouds, unless the command line says so", async () => {
  await fileSays({ sandbox: undefined, name: "show" });
  const made = await run(["init", "--yes", "--no-sandbox", "--allow-over-limit"]);
  expect(made.code, made.stderr).toBe(0);
  const { rename, mkdir } = await import("node:fs/promises");
  await mkdir(join(folder.path, ".live-origin/sandbox"));
  await rename(
    join(folder.path, ".live-origin/show"),
    join(folder.path, ".live-origin/sandbox/show"),
  );
  const teardown = ["teardown", "--confirm", "show", "--json"];
  const refused = await run(teardown);
  expect(refused.code).toBe(2);
  expect(errorOf(refused).hint).toContain("teardown --confirm show --json --sandbox");
  // The state is elsewhere now, so the clouds hold something that this folder does not know.
  const looked = await run([...teardown, "--no-sandbox"]);
  expect(errorOf(looked).code).toBe("STATE_MISSING");
});

describe("a key file that the committed file names and that is not on this machine", () => {
  test("stops no command for which the stack's own key will do, and is named where an account key is needed", async () => {
    await fileSays({ sandbox: false });
    await makeForReal();
    await fileSays({ sandbox: false, momentoKeyFile: "secrets/key.json" });
    const { MOMENTO_API_KEY: _, ...env } = clouds.env;
    const bare = (args: readonly string[]) => runCli(args, { cwd: folder.path, env });
    const status = await bare(["status", "--json"]);
    expect(status.code, status.stdout).toBe(0);
    const again = await bare(["init", "--yes", "--json"]);
    expect(again.code).toBe(2);
    const { message } = errorOf(again);
    expect(message).toMatch(
      /^momentoKeyFile in live-origin\.json: \S+secrets\/key\.json does not exist/,
    );
    const doctor = await bare(["doctor", "--json"]);
    expect(doctor.code).toBe(5);
    const { findings } = JSON.parse(doctor.stdout) as { findings: readonly { id: string }[] };
    expect(findings.find(({ id }) => id === "momento-key")).toMatchObject({ verdict: "fail" });
    expect(findings.find(({ id }) => id === "aws-identity")).toMatchObject({ verdict: "pass" });
  });
});
