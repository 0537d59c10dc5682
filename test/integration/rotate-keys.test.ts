import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const DAY_MS = 86_400_000;

type Keys = Partial<
  Record<
    "encoderKey" | "playerKey" | "previousEncoderKey" | "previousPlayerKey",
    { apiKey: string; expiresAt: number; refreshToken?: string }
  >
>;
type Report = {
  readonly renewed: readonly string[];
  readonly seenWorking: boolean | null;
  readonly encoderKeyAtNextStart: boolean;
  readonly notes: readonly string[];
  readonly cache?: { readonly from: string; readonly to: string; readonly oldIsDeleted: boolean };
};

let place: Rehearsal;
beforeEach(async () => {
  place = await rehearsal();
});
afterEach(() => place.close());

const keysFile = (): string => join(place.path, ".live-origin/sandbox/live-origin/keys.json");
const keys = async (): Promise<Keys> => JSON.parse(await readFile(keysFile(), "utf8")) as Keys;
const make = async (...args: readonly string[]): Promise<string> => {
  const run = await place.run(["init", "--yes", "--json", ...SMALL, ...args]);
  expect(run.code, run.stderr).toBe(0);
  return (JSON.parse(run.stdout) as { playbackUrl: string }).playbackUrl;
};
const rotate = async (...args: readonly string[]) => {
  const run = await place.run(["rotate-keys", "--yes", "--json", ...args]);
  return { ...run, report: JSON.parse(run.stdout) as Report };
};
const calls = async (): Promise<readonly string[]> => {
  const answer = await fetch(`${place.sandbox.endpoints.control}/log`);
  const { lines } = (await answer.json()) as { lines: { operation: string }[] };
  return lines.map(({ operation }) => operation);
};
/** What the origin answers to a key: 404 is yes, for something that is not there. */
const accepts = async (apiKey: string, cache = "live-origin"): Promise<number> => {
  const url = `${place.sandbox.endpoints.momentoRest}/cache/${cache}/nothing`;
  return (await fetch(url, { headers: { authorization: apiKey } })).status;
};

describe("rotate-keys", () => {
  test("replaces both keys of a stopped stack, by refresh token, and sees them work through the edge", async () => {
    await make();
    const before = await keys();
    await scopedKeyOnly(place, before.encoderKey?.apiKey ?? "");
    const { code, stderr, report } = await rotate();
    expect(code, stderr).toBe(0);
    expect(report).toMatchObject({ renewed: ["encoderKey", "playerKey"], seenWorking: true });
    const after = await keys();
    for (const kind of ["encoderKey", "playerKey"] as const) {
      expect(after[kind]?.apiKey).not.toBe(before[kind]?.apiKey);
      expect(await accepts(after[kind]?.apiKey ?? "")).toBe(404);
    }
    expect(after.previousEncoderKey).toBeUndefined();
    expect(after.previousPlayerKey).toBeUndefined();
    expect((await calls()).filter((name) => name === "RefreshApiToken")).toHaveLength(2);
    expect((await stat(keysFile())).mode & 0o777).toBe(0o600);
    const status = await place.run(["status", "--json"]);
    expect(status.code, status.stdout).toBe(0);
  });

  test("changes nothing of a running channel without consent: the player's key is new, exit 3, the old encoder key kept", async () => {
    const url = await make("--start");
    const before = await keys();
    const run = await place.run(["rotate-keys", "--yes", "--json"]);
    expect(run.code, run.stderr).toBe(3);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: "INTERRUPTION_NEEDED" } });
    expect(run.stderr).toMatch(/gap.*1 to 3 minutes/);
    const between = await keys();
    expect(between.playerKey?.apiKey).not.toBe(before.playerKey?.apiKey);
    expect(between.previousEncoderKey?.apiKey).toBe(before.encoderKey?.apiKey);
    expect((await fetch(url)).status).toBe(200);
    expect(await calls()).not.toContain("StopChannel");
    const listed = await place.run(["keys", "--json"]);
    const used = (JSON.parse(listed.stdout) as { keys: { usedIn: string[] }[] }).keys;
    expect(used.map(({ usedIn }) => usedIn.join())).toEqual([
      "",
      expect.stringContaining("the destination of channel"),
      expect.stringContaining("distribution"),
    ]);

    const again = await rotate("--allow-interruption");
    expect(again.code, again.stderr).toBe(0);
    expect(again.report).toMatchObject({ renewed: ["encoderKey"], seenWorking: true });
    const after = await keys();
    expect(after.encoderKey?.apiKey).toBe(between.encoderKey?.apiKey);
    expect(after.previousEncoderKey).toBeUndefined();
    expect((await place.run(["status"])).code).toBe(0);
  });

  test("with the key in the Parameter Store interrupts nothing, and says that the next start takes it", async () => {
    await make("--start", "--encoder-auth", "parameter-store");
    const before = await keys();
    const first = await rotate();
    expect(first.code, first.stderr).toBe(0);
    expect(first.report).toMatchObject({ seenWorking: true, encoderKeyAtNextStart: true });
    expect((await keys()).previousEncoderKey?.apiKey).toBe(before.encoderKey?.apiKey);
    expect(await calls()).not.toContain("StopChannel");

    const second = await rotate("--if-expiring-within", "1d", "--allow-interruption");
    expect(second.code, second.stderr).toBe(0);
    expect(second.report).toMatchObject({ renewed: ["encoderKey"], encoderKeyAtNextStart: false });
    expect(await calls()).toContain("StopChannel");
    expect((await keys()).previousEncoderKey).toBeUndefined();
  });

  test("with the key in the Parameter Store is over once the channel was stopped and started by hand", async () => {
    await make("--start", "--encoder-auth", "parameter-store");
    const before = await keys();
    expect((await rotate()).report.encoderKeyAtNextStart).toBe(true);
    expect((await place.run(["stop"])).code).toBe(0);
    expect((await keys()).previousEncoderKey?.apiKey).toBe(before.encoderKey?.apiKey);
    const started = await place.run(["start", "--json"]);
    expect(started.code, started.stderr).toBe(0);
    expect(started.stderr).toContain("The old encoder key is no longer used");
    expect((await keys()).previousEncoderKey).toBeUndefined();
  });

  test("for cron does nothing while no key ends soon, and replaces those that do", async () => {
    await make();
    const before = await keys();
    const early = await rotate("--if-expiring-within", "7d");
    expect(early.code, early.stderr).toBe(0);
    expect(early.report.renewed).toEqual([]);
    expect(await keys()).toEqual(before);
    place.travel(24 * DAY_MS);
    const status = await place.run(["status"]);
    expect(status.stderr).toMatch(/encoder key expires on .* \(in 5 days\).*rotate-keys/);
    const late = await rotate("--if-expiring-within", "7d");
    expect(late.code, late.stderr).toBe(0);
    expect(late.report.renewed).toEqual(["encoderKey", "playerKey"]);
    expect((await place.run(["status"])).stderr).not.toContain("expires on");
  });

  test("replaces keys that have expired with the account's key", async () => {
    await make();
    place.travel(31 * DAY_MS);
    const { code, stderr, report } = await rotate();
    expect(code, stderr).toBe(0);
    expect(report.seenWorking).toBe(true);
    expect(await calls()).not.toContain("RefreshApiToken");
  });

  test("after a leak moves to a cache of another name and deletes the old one, whose keys are then worth nothing", async () => {
    const url = await make("--start");
    const leaked = (await keys()).encoderKey?.apiKey ?? "";
    const refused = await place.run(["rotate-keys", "--new-cache", "--yes"]);
    expect(refused.code).toBe(4);
    expect(refused.stderr).toContain("cannot be revoked");
    const { code, stderr, report } = await rotate("--new-cache", "--allow-interruption");
    expect(code, stderr).toBe(0);
    expect(report.seenWorking).toBe(true);
    expect(report.cache).toMatchObject({ from: "live-origin", oldIsDeleted: true });
    const caches = place.sandbox.inventory().filter(({ kind }) => kind === "cache");
    expect(caches.map(({ id }) => id)).toEqual([report.cache?.to]);
    expect(await accepts(leaked, report.cache?.to)).toBe(403);
    expect((await fetch(url)).status).toBe(200);
    expect((await place.run(["status"])).code).toBe(0);
    const verified = await place.run(["verify"]);
    expect(verified.code, verified.stdout).toBe(0);
    const down = await place.run(["teardown", "--confirm", "live-origin", "--allow-interruption"]);
    expect(down.code, down.stderr).toBe(0);
    expect(place.sandbox.inventory()).toEqual([]);
  });

  test("that failed at the distribution goes on with the same keys, and never without the old one", async () => {
    await make();
    const before = await keys();
    place.sandbox.setFaults([
      {
        service: "cloudfront",
        operation: "UpdateDistribution",
        effect: "refuse",
        times: 1,
        error: { name: "InvalidArgument", status: 400, message: "not today" },
      },
    ]);
    const failed = await place.run(["rotate-keys", "--yes"]);
    expect(failed.code).toBe(3);
    const between = await keys();
    expect(between.previousPlayerKey?.apiKey).toBe(before.playerKey?.apiKey);
    const again = await rotate();
    expect(again.code, again.stderr).toBe(0);
    expect((await keys()).playerKey?.apiKey).toBe(between.playerKey?.apiKey);
    expect((await keys()).previousPlayerKey).toBeUndefined();
  });

  test("says how many keys may be lost when an answer was", async () => {
    await make();
    const { encoderKey } = await keys();
    place.sandbox.setFaults([
      { service: "momento", operation: "RefreshApiToken", effect: "drop-after", times: 1 },
    ]);
    const { code, stderr, report } = await rotate();
    expect(code, stderr).toBe(0);
    const lost = /Up to 1 more (encoder|player) key may exist that was never received.*by \d{4}-/;
    expect(stderr).toMatch(lost);
    expect(report.notes.join("\n")).toMatch(lost);
    expect((await keys()).encoderKey?.apiKey).not.toBe(encoderKey?.apiKey);
  });

  test("says so in the report of init too, whose first key's answer was lost", async () => {
    place.sandbox.setFaults([
      { service: "momento", operation: "GenerateApiToken", effect: "drop-after", times: 1 },
    ]);
    const run = await place.run(["init", "--yes", "--json", ...SMALL]);
    expect(run.code, run.stderr).toBe(0);
    const { notes } = JSON.parse(run.stdout) as Report;
    expect(
      notes.filter((note) => /Up to 1 more (encoder|player) key may exist/.test(note)),
    ).toHaveLength(1);
  });

  test("shows its plan without a key in it and does nothing with --dry-run", async () => {
    await make();
    const before = await keys();
    const run = await place.run(["rotate-keys", "--dry-run", "--json"]);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stdout).toContain("RefreshApiKey");
    expect(run.stdout).not.toContain(before.encoderKey?.apiKey.slice(20, 40));
    expect(await keys()).toEqual(before);
  });

  test("wants a yes when nobody is there to ask", async () => {
    await make();
    const run = await place.run(["rotate-keys"]);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain("--yes");
  });
});

/** From now on the folder's commands hold no stronger key than this one. */
async function scopedKeyOnly({ path }: Rehearsal, momentoApiKey: string): Promise<void> {
  const file = join(path, ".live-origin/sandbox.json");
  const sandbox = JSON.parse(await readFile(file, "utf8")) as object;
  await writeFile(file, JSON.stringify({ ...sandbox, momentoApiKey }));
}
