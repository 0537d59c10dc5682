import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type Ended, type StackBed } from "../support/stack-bed.ts";

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

async function newBed(): Promise<StackBed> {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  return bed;
}

async function done(
  bed: StackBed,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const run = await bed.run(args, { env });
  expect(run.code, run.stderr + run.stdout).toBe(0);
  return run;
}

/** The writes of a run that must succeed. */
async function writesOf(bed: StackBed, args: readonly string[]): Promise<readonly string[]> {
  bed.calls.length = 0;
  await done(bed, args);
  return bed.calls.filter(isWriteCall).map(({ operation }) => operation);
}

async function applied(bed: StackBed): Promise<Record<string, unknown>> {
  const path = join(bed.cwd, ".live-origin/sandbox/live-origin/applied-spec.json");
  return JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
}

async function say(bed: StackBed, file: object, path = "live-origin.json"): Promise<void> {
  await writeFile(join(bed.cwd, path), JSON.stringify(file));
}

type DryRun = {
  readonly steps: readonly {
    readonly resource: string;
    readonly action: string;
    readonly reasons: readonly string[];
  }[];
  readonly changes: readonly string[];
  readonly removedFromFile: readonly unknown[];
  readonly consents: readonly { readonly flag: string }[];
};

async function look(bed: StackBed, args: readonly string[]): Promise<DryRun> {
  const { stdout } = await done(bed, ["init", "--dry-run", "--json", ...args]);
  return JSON.parse(stdout) as DryRun;
}

const PUSH = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32"];
const HD = ["init", "--yes", ...PUSH, "--ladder", "hd", "--stream-name", "show/main"];

test("a stack that flags made stays as it is when init is run without them, and one flag changes that alone", async () => {
  const bed = await newBed();
  await done(bed, HD);
  for (const command of ["init", "create-origin", "create-channel", "create-cdn"])
    expect(await writesOf(bed, [command, "--yes"]), command).toEqual([]);
  await done(bed, ["init", "--yes", "--window-segments", "20"]);
  expect(await applied(bed)).toMatchObject({
    channel: {
      input: { type: "rtmp-push", cidrs: ["127.0.0.1/32"], streamName: "show/main" },
      ladder: "hd",
      hls: { windowSegments: 20 },
    },
  });
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
});

test("variables count like flags, and consents and starts are never remembered", async () => {
  const bed = await newBed();
  const env = { LIVE_ORIGIN_LADDER: "mobile", LIVE_ORIGIN_SEGMENT_SECONDS: "1" };
  await done(bed, ["init", "--yes", "--allow-interruption", "--start"], env);
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
  expect(JSON.stringify(await applied(bed))).not.toMatch(/start"|allow|yes"/);
  const refused = await bed.run(["init", "--yes", "--segment-seconds", "2"]);
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("--allow-interruption");
});

test("a default that follows another setting follows it still, and one that was told stays", async () => {
  const bed = await newBed();
  await done(bed, ["init", "--yes", "--ladder", "mobile"]);
  await done(bed, ["init", "--yes", "--segment-seconds", "1"]);
  expect(await applied(bed)).toMatchObject({ channel: { segmentSeconds: 1, ladder: "mobile" } });
  expect((await applied(bed))["channel"]).not.toHaveProperty("gopSeconds");
  await done(bed, ["init", "--yes", "--gop-seconds", "1"]);
  const refused = await bed.run(["init", "--yes", "--segment-seconds", "1.5"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("gopSeconds");
});

test("a key that was in the file and is gone goes back to its default, and the plan says so", async () => {
  const bed = await newBed();
  await say(bed, { channel: { ladder: "hd" }, origin: { keyDays: 20 } });
  await done(bed, ["init", "--yes", "--segment-seconds", "1"]);
  await say(bed, { origin: { keyDays: 20 } });
  const plan = await look(bed, []);
  expect(plan.removedFromFile).toEqual([{ path: "channel.ladder", from: "hd", to: "tutorial" }]);
  expect(plan.changes).toContain("the rendition 1080p30 is removed");
  const { stderr } = await done(bed, ["init", "--yes"]);
  expect(stderr).toContain("channel.ladder was removed from the file: hd → tutorial, the default");
  expect(stderr).toContain("the rendition 1080p30 is removed");
  expect(await applied(bed)).toMatchObject({
    channel: { segmentSeconds: 1 },
    origin: { keyDays: 20 },
  });
  expect((await applied(bed))["channel"]).not.toHaveProperty("ladder");
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
});

test("only the same file takes back what it said, and what a flag said is not the file's", async () => {
  const bed = await newBed();
  await mkdir(join(bed.cwd, "shows"));
  await say(bed, { channel: { ladder: "mobile" } }, "shows/a.json");
  await say(bed, { origin: { keyDays: 30 } });
  await done(bed, ["init", "--yes", "--config", "shows/a.json"]);
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
  await say(bed, { channel: { ladder: "hd" } }, "shows/a.json");
  await done(bed, ["init", "--yes", "--config", "shows/a.json", "--ladder", "mobile"]);
  await say(bed, {}, "shows/a.json");
  expect(await writesOf(bed, ["init", "--yes", "--config", "shows/a.json"])).toEqual([]);
});

test("what verify says to a TTL that is too short changes the TTL alone", async () => {
  const bed = await newBed();
  const made = ["--ladder", "mobile", "--window-segments", "6", "--segment-seconds", "1"];
  await done(bed, ["init", "--yes", ...made, "--no-cors"]);
  const remedy = ["create-channel", "--ttl-seconds", "7200", "--allow-interruption"];
  const { stdout } = await done(bed, [...remedy, "--dry-run", "--json"]);
  const changed = (JSON.parse(stdout) as DryRun).steps.filter(({ action }) => action !== "keep");
  expect(changed).toMatchObject([{ resource: "channel", action: "update" }]);
  for (const reason of changed[0]?.reasons ?? []) expect(reason).toMatch(/^Destinations/);
  await done(bed, [...remedy, "--yes"]);
  expect(
    await writesOf(bed, ["init", "--yes", ...made, "--no-cors", "--ttl-seconds", "7200"]),
  ).toEqual([]);
});

test("an input is replaced only with a consent of its own, though nothing runs", async () => {
  const bed = await newBed();
  await done(bed, HD);
  const before = await bed.state();
  const other = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];
  const plan = await look(bed, other);
  expect(plan.consents.map(({ flag }) => flag)).toEqual(["--replace-input"]);
  expect(plan.changes.join()).toContain("the MediaLive input is replaced");
  for (const change of [
    other,
    ["--stream-name", "show/second"],
    ["--input", "existing", "--input-id", "1234567"],
  ]) {
    bed.calls.length = 0;
    const refused = await bed.run(["init", "--yes", "--allow-interruption", ...change]);
    expect(refused.code, refused.stderr).toBe(4);
    expect(refused.stderr).toContain("--replace-input");
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  }
  expect(await bed.state()).toEqual(before);
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
  await done(bed, ["init", "--yes", "--replace-input", ...other]);
  expect((await bed.state()).resources["input"]?.ids["id"]).not.toBe(
    before.resources["input"]?.ids["id"],
  );
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
});

test("who may send is no other input, and needs no consent", async () => {
  const bed = await newBed();
  await done(bed, HD);
  await done(bed, ["init", "--yes", "--cidr", "203.0.113.7/32"]);
  expect(await applied(bed)).toMatchObject({
    channel: { input: { type: "rtmp-push", cidrs: ["203.0.113.7/32"], streamName: "show/main" } },
  });
});

test("a run that ended after the yes and before its first write is gone on with", async () => {
  const bed = await newBed();
  let agreed = 0;
  bed.calls.length = 0;
  const started = bed.start(["init", "--yes", "--ladder", "mobile", "--segment-seconds", "1"]);
  const watch = setInterval(() => {
    void readFile(join(bed.cwd, ".live-origin/sandbox/live-origin/applied-spec.json"), "utf8").then(
      () => {
        agreed += 1;
        if (started.child.exitCode === null) started.child.kill("SIGKILL");
      },
      () => undefined,
    );
  }, 1);
  await started.exited;
  clearInterval(watch);
  expect(agreed).toBeGreaterThan(0);
  await done(bed, ["init", "--yes"]);
  expect(await applied(bed)).toMatchObject({ channel: { ladder: "mobile", segmentSeconds: 1 } });
  expect(
    await writesOf(bed, ["init", "--yes", "--ladder", "mobile", "--segment-seconds", "1"]),
  ).toEqual([]);
});

test("a part made first is where init goes on", async () => {
  const bed = await newBed();
  await done(bed, ["create-origin", "--yes", "--ttl-seconds", "7200"]);
  await done(bed, ["create-channel", "--yes", ...PUSH, "--ladder", "mobile"]);
  await done(bed, ["init", "--yes", "--no-cors"]);
  expect(await applied(bed)).toMatchObject({
    origin: { ttlSeconds: 7200 },
    channel: { ladder: "mobile", input: { type: "rtmp-push" } },
    cdn: { cors: false },
  });
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
});

test("a rehearsal in a sandbox that is gone is discarded with its settings", async () => {
  const bed = await newBed();
  await done(bed, HD);
  const next = await newBed();
  const { id, endpoints, momentoApiKey, defaults } = next.sandbox;
  await say(
    bed,
    { id, pid: process.pid, endpoints, momentoApiKey, defaults },
    ".live-origin/sandbox.json",
  );
  await done(bed, ["init", "--yes"]);
  expect(await applied(bed)).toMatchObject({ channel: { input: { type: "mp4-file" } } });
});

test("settings that are not known any more are not put back to the defaults", async () => {
  const bed = await newBed();
  await done(bed, HD);
  const path = join(bed.cwd, ".live-origin/sandbox/live-origin/applied-spec.json");
  for (const damage of ["", '{"channel": {"ladder": "4k"}}', '{"chanel": {}}']) {
    await writeFile(path, damage);
    bed.calls.length = 0;
    const commands =
      damage === "" ? [["init"], ["create-channel"], ["create-cdn"]] : [["init", ...PUSH]];
    for (const command of commands) {
      const refused = await bed.run([...command, "--yes", "--replace-input", "--json"]);
      expect(refused.code, refused.stderr).toBe(1);
      expect(refused.stdout).toContain("SETTINGS_UNKNOWN");
    }
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  }
  expect(await readFile(path, "utf8")).toBe('{"chanel": {}}');
  expect(await writesOf(bed, HD)).toEqual([]);
  expect(await writesOf(bed, ["init", "--yes"])).toEqual([]);
});

test.each([
  ["a flag", ["--region", "eu-west-1"], {}],
  ["the environment", [], { LIVE_ORIGIN_REGION: "eu-west-1" }],
])("another region, told by %s, moves nothing and leaves nothing behind", async (_, args, env) => {
  const bed = await newBed();
  await done(bed, ["init", "--yes", ...PUSH]);
  for (const command of ["init", "create-channel", "create-cdn"]) {
    bed.calls.length = 0;
    const run = await bed.run([command, "--yes", "--json", ...args], { env });
    expect([run.code, (JSON.parse(run.stdout) as { error: { code: string } }).error.code]).toEqual([
      2,
      "REGION_FIXED",
    ]);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  }
});
