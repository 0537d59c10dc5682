import { hostname } from "node:os";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STEERING } from "../../unit/terminal/steering.ts";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";
import { RUDE, rudeCloud } from "../support/rude-cloud.ts";

let cloud: Awaited<ReturnType<typeof rudeCloud>>;
let place: Rehearsal;
beforeAll(async () => {
  cloud = await rudeCloud();
  place = await rehearsal({}, undefined, cloud.inFront);
});
afterAll(async () => {
  await place.close();
  cloud.close();
});

/** Our colours; nobody else's words hold one of them. */
const COLOURS = /\u001B\[(?:[0-9]|22|3[1-6]|39|30|49|107)m/g;

/** Runs a command with colours and without, and as JSON; looks at every byte of both streams. */
async function looks(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  let all = "";
  for (const [flags, more] of [
    [[], { FORCE_COLOR: "1" }],
    [["--verbose"], {}],
    [["--json"], {}],
  ] as const) {
    const { stdout, stderr } = await place.run([...args, ...flags], { ...env, ...more });
    for (const text of [stdout, stderr]) {
      expect(text.replaceAll(COLOURS, ""), args.join(" ")).not.toMatch(STEERING);
      expect(text).not.toContain("\u001B[35m");
      if (!flags.includes("--json" as never))
        expect(text, args.join(" ")).not.toMatch(/^\u2713 it plays/m);
      all += text;
    }
  }
  return all;
}

describe("what a cloud says", () => {
  test.each([
    ["MediaLive refuses a channel", /POST \/prod\/channels/],
    ["CloudFront refuses to tell", /GET \/2020-05-31\//],
    ["IAM refuses", /Action=/],
  ])("does not steer the terminal when %s", async (_name, pattern) => {
    cloud.refuses(pattern);
    expect(await looks(["init", "--yes"])).toMatch(/u001b|u009b/);
    cloud.refuses(undefined);
  });

  test("does not steer it in the state, the alerts and the refusals of a stack", async () => {
    expect((await place.run(["init", "--yes", "--start"])).code).toBe(0);
    expect(await looks(["status"])).toContain(String.raw`\u202egnp.exe`);
    await looks(["verify"]);
    cloud.refuses(/GET \/prod\/channels/);
    for (const command of ["status", "verify", "start", "stop", "rotate-keys", "doctor"])
      await looks([command]);
    cloud.refuses(undefined);
    cloud.refuses(/DELETE |stop/);
    await looks(["teardown", "--confirm", "live-origin", "--allow-interruption"]);
    cloud.refuses(undefined);
  });
});

describe("what files and flags say", () => {
  test("does not steer it: the owner of a lock", async () => {
    const folder = join(place.path, ".live-origin/sandbox/evening");
    await mkdir(folder, { recursive: true });
    const owner = { host: `${RUDE}${hostname()}`, pid: 1, since: RUDE, command: RUDE };
    await writeFile(join(folder, "lock"), JSON.stringify(owner));
    expect(await looks(["init", "--name", "evening", "--yes"])).toContain(
      String.raw`\u202egnp.exe`,
    );
    await rm(folder, { recursive: true });
  });

  test.each([
    ["a name", { name: RUDE }],
    ["an unknown key", { [RUDE]: 1 }],
    ["a region", { region: RUDE }],
    ["an input", { channel: { input: { type: "mp4-file", url: RUDE } } }],
    ["a rung", { channel: { ladder: [{ name: RUDE }] } }],
    ["an endpoint", { origin: { endpoint: RUDE } }],
  ])("does not steer it: %s in live-origin.json", async (_name, file) => {
    await writeFile(join(place.path, "live-origin.json"), JSON.stringify(file));
    for (const command of ["init", "status", "verify", "teardown"])
      await looks([command, "--dry-run"]);
    await rm(join(place.path, "live-origin.json"));
  });

  test.each([
    ["init", "--name", RUDE],
    ["status", "--config", RUDE],
    ["init", "--rung", RUDE],
    ["verify", "--url", RUDE],
    ["verify", "--url", `http://127.0.0.1:1/${RUDE}`],
    ["play", "--port", RUDE],
    ["completion", RUDE],
    ["doctor", "--profile", RUDE, "--no-sandbox"],
    ["init", "--profile", RUDE, "--no-sandbox", "--dry-run"],
    ["teardown", "--confirm", RUDE],
    [RUDE],
    ["init", `--${RUDE}`],
  ])("does not steer it: %s %s", async (...args) => {
    await looks(args.filter((word) => word !== undefined));
  });
});
