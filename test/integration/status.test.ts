import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCli } from "./support/cli.ts";
import { rehearsal } from "./support/rehearsal.ts";
import { behaviorOf, verifyBed, type VerifyBed } from "./support/verify-bed.ts";

type Drift = { readonly resource: string; readonly between: string; readonly action: string };
type Look = {
  readonly name: string;
  readonly channel: { readonly state: string; readonly runningSince: string | null } | null;
  readonly keyDays: { readonly encoder: number; readonly player: number };
  readonly drift: readonly Drift[];
  readonly next: string;
};

let bed: VerifyBed;
let specFile = "";
beforeAll(async () => {
  bed = await verifyBed();
  specFile = join(bed.place.path, "live-origin.json");
});
afterAll(() => bed.close());

async function status(...flags: readonly string[]) {
  const run = await bed.place.run(["status", "--json", ...flags]);
  return { code: run.code, look: JSON.parse(run.stdout) as Look };
}

test("tells what runs and since when, and in how many days keys expire", async () => {
  await bed.plays();
  const { code, look } = await status();
  expect([code, look.drift]).toEqual([0, []]);
  expect(look.channel?.state).toBe("RUNNING");
  const since = Date.now() - Date.parse(look.channel?.runningSince ?? "");
  expect(since).toBeGreaterThan(0);
  expect(since).toBeLessThan(60_000);
  expect(look.keyDays.encoder).toBeGreaterThan(29);
  expect(look.keyDays.player).toBeLessThanOrEqual(30);
  expect(look.next).toBe("live-origin verify --sandbox");
});

test("says what somebody changed in the cloud, and fails with 5", async () => {
  const change = (config: Parameters<Parameters<VerifyBed["changeDistribution"]>[0]>[0]): void => {
    delete behaviorOf(config, "*.ts")["ResponseHeadersPolicyId"];
  };
  await bed.withDistribution(change, async () => {
    const { code, look } = await status();
    expect(code).toBe(5);
    expect(look.drift).toEqual([
      expect.objectContaining({ resource: "distribution", between: "cloud", action: "update" }),
    ]);
    expect(look.next).toBe("live-origin init --sandbox");
  });
});

test("says what the Spec file asks for that was not applied", async () => {
  const before = await readFile(specFile, "utf8").catch(() => undefined);
  await writeFile(specFile, JSON.stringify({ cdn: { cors: false } }));
  try {
    const { code, look } = await status();
    expect(code).toBe(5);
    expect(look.drift.every(({ between }) => between === "spec")).toBe(true);
    expect(look.drift.map(({ resource }) => resource)).toContain("distribution");
  } finally {
    await writeFile(specFile, before ?? "{}");
  }
});

test("says when the Spec file cannot be used", async () => {
  await writeFile(specFile, JSON.stringify({ origin: { ttlSeconds: -1 } }));
  try {
    const { code, look } = await status();
    expect([code, look.drift[0]?.resource, look.drift[0]?.action]).toEqual([5, "spec", "repair"]);
  } finally {
    await writeFile(specFile, "{}");
  }
});

test("says when a run was interrupted", async () => {
  const path = join(bed.place.path, ".live-origin/sandbox/live-origin/state.json");
  const text = await readFile(path, "utf8");
  const state = JSON.parse(text) as { resources: { channel: { status: string } } };
  state.resources.channel.status = "updating";
  await writeFile(path, JSON.stringify(state));
  try {
    const { look } = await status();
    expect(look.drift).toEqual([
      expect.objectContaining({ resource: "channel", between: "state", action: "update" }),
    ]);
  } finally {
    await writeFile(path, text);
  }
});

test("shows a key's last week in yellow and its last day in red", async () => {
  const place = await rehearsal();
  expect((await place.run(["create-origin", "--yes"])).code).toBe(0);
  const colours = { FORCE_COLOR: "1" };
  const line = async (): Promise<string> => {
    const { stdout } = await place.run(["status"], colours);
    return stdout.split("\n").find((text) => text.includes("player key")) ?? "";
  };
  expect(await line()).not.toMatch(/\u001B\[3[13]m\S+ days left/);
  const day = 86_400_000;
  place.travel(25 * day);
  expect(await line()).toMatch(/\u001B\[33m\S+ days left/);
  place.travel(4.5 * day);
  expect(await line()).toMatch(/\u001B\[31m\S+ days left/);
  await place.close();
});

test("shows every stack of the folder with --all", async () => {
  const made = await bed.place.run(["create-origin", "--name", "second-show", "--yes"]);
  expect(made.code, made.stderr).toBe(0);
  const run = await bed.place.run(["status", "--all", "--json"]);
  const { stacks } = JSON.parse(run.stdout) as { stacks: readonly Look[] };
  expect(stacks.map(({ name }) => name).toSorted()).toEqual(["live-origin", "second-show"]);
  expect(run.code).toBe(0);
  const real = await bed.place.run(["status", "--all", "--no-sandbox"]);
  expect(real.stdout).toContain("The rehearsals here (live-origin, second-show)");
  expect(real.stdout).toContain("live-origin status --all --sandbox");
  await writeFile(join(bed.place.path, ".live-origin/sandbox/second-show/state.json"), "{");
  const damaged = await bed.place.run(["status", "--all", "--json"]);
  const { stacks: each } = JSON.parse(damaged.stdout) as { stacks: readonly object[] };
  expect(each).toMatchObject([
    { channel: { state: "RUNNING" } },
    {
      error: {
        code: "STATE_DAMAGED",
        hint: expect.stringMatching(
          /live-origin init --rebuild-state --name second-show --sandbox$/,
        ),
      },
    },
  ]);
  expect(damaged.code).toBe(1);
});

test("--watch tells a change as one line of JSON", async () => {
  const watch = startCli(["status", "--watch", "--json", "--sandbox"], { cwd: bed.place.path });
  await watch.seen("stdout", /"state":"RUNNING"/);
  await bed.stopChannel();
  await watch.seen("stdout", /"state":"IDLE"/);
  watch.child.kill("SIGINT");
  const { code, stdout } = await watch.finished;
  await bed.startChannel();
  expect(code).toBe(0);
  for (const line of stdout.trim().split("\n")) expect(() => JSON.parse(line)).not.toThrow();
});
