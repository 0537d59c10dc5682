import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openStackBed, type StackBed } from "../support/stack-bed.ts";

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

/** A bed in which creations of roles wait until they are let go. */
async function slowBed() {
  let letGo: () => void = () => undefined;
  let arrived: () => void = () => undefined;
  const held = new Promise<void>((done) => (letGo = done));
  const reached = new Promise<void>((done) => (arrived = done));
  const bed = await openStackBed({
    onCall: async (phase, { operation }) => {
      if (phase !== "before" || operation !== "CreateRole") return;
      arrived();
      await held;
    },
  });
  open.push(bed);
  return { bed, letGo, reached };
}

const INIT = ["init", "--yes"];

function lockPath(bed: StackBed): string {
  return join(bed.cwd, ".live-origin/sandbox/live-origin/lock");
}

test("a second run on the same stack is refused at once, naming the owner", async () => {
  const { bed, letGo, reached } = await slowBed();
  const first = bed.start(INIT);
  await reached;
  const second = await bed.run(["teardown", "--confirm", "live-origin", "--json"]);
  expect(second.code).toBe(1);
  const { error } = JSON.parse(second.stdout) as {
    error: { code: string; message: string; hint: string };
  };
  expect(error.code).toBe("LOCKED");
  expect(error.message).toContain("live-origin init --yes");
  expect(error.message).toContain(`pid ${first.child.pid} on ${hostname()}`);
  expect(error.message).toMatch(/since \d{4}-\d\d-\d\dT/);
  expect(error.hint).toContain("--wait-lock");
  letGo();
  const ended = await first.ended;
  expect(ended.code, ended.stderr).toBe(0);
});

test("with --wait-lock the second run waits its turn", async () => {
  const { bed, letGo, reached } = await slowBed();
  const first = bed.start(INIT);
  await reached;
  const second = bed.start([...INIT, "--wait-lock"]);
  let told = "";
  await new Promise<void>((done) =>
    second.child.stderr?.on("data", (chunk: Buffer) => {
      told += chunk.toString();
      if (told.includes("Waiting for `live-origin init --yes")) done();
    }),
  );
  letGo();
  const [one, two] = await Promise.all([first.ended, second.ended]);
  expect([one.code, two.code], two.stderr).toEqual([0, 0]);
  expect(bed.inventory().filter(({ kind }) => kind === "channel")).toHaveLength(1);
});

test("a plan and a status need no lock", async () => {
  const { bed, letGo, reached } = await slowBed();
  const first = bed.start(INIT);
  await reached;
  const plan = await bed.run(["init", "--dry-run", "--json"]);
  expect(plan.code, plan.stderr).toBe(0);
  letGo();
  await first.ended;
});

test("the lock of a dead process is recovered, and nothing of it stays", async () => {
  const { bed, letGo, reached } = await slowBed();
  const first = bed.start(INIT);
  await reached;
  first.child.kill("SIGKILL");
  await first.ended;
  letGo();
  const again = await bed.run(INIT);
  expect(again.code, again.stderr).toBe(0);
  expect((await readdir(join(lockPath(bed), ".."))).toSorted()).toEqual([
    "applied-spec.json",
    "keys.json",
    "state.json",
  ]);
});

test.each([
  ["empty", ""],
  ["half-written", '{"host":"build-7","pid":12'],
  ["of something else", '"locked"'],
])("a lock that is %s is recovered", async (_what, content) => {
  const bed = await openStackBed();
  open.push(bed);
  await mkdir(join(lockPath(bed), ".."), { recursive: true });
  await writeFile(lockPath(bed), content);
  const run = await bed.run(["create-origin", "--yes"]);
  expect(run.code, run.stderr).toBe(0);
});

test("a lock of another host is believed", async () => {
  const bed = await openStackBed();
  open.push(bed);
  await mkdir(join(lockPath(bed), ".."), { recursive: true });
  const owner = {
    host: "build-7",
    pid: 1,
    since: "2026-01-01T00:00:00.000Z",
    command: "live-origin stop",
  };
  await writeFile(lockPath(bed), JSON.stringify(owner));
  const run = await bed.run(["create-origin", "--yes"]);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain("pid 1 on build-7");
  expect(bed.inventory()).toEqual([]);
});

test("two stacks side by side in one folder do not disturb each other", async () => {
  const bed = await openStackBed();
  open.push(bed);
  const names = ["morning", "evening", "night"];
  const made = await Promise.all(names.map((name) => bed.run([...INIT, "--name", name])));
  for (const { code, stderr } of made) expect(code, stderr).toBe(0);
  expect(bed.inventory().filter(({ kind }) => kind === "channel")).toHaveLength(3);
  const removed = await Promise.all(
    names.slice(1).map((name) => bed.run(["teardown", "--name", name, "--confirm", name])),
  );
  for (const { code, stderr } of removed) expect(code, stderr).toBe(0);
  const plan = await bed.run(["init", "--name", "morning", "--dry-run", "--json"]);
  const { steps } = JSON.parse(plan.stdout) as { steps: { action: string }[] };
  expect(steps.map(({ action }) => action)).toEqual(steps.map(() => "keep"));
});
