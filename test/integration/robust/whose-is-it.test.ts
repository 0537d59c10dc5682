import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

async function bedWithStack(): Promise<StackBed> {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  const made = await bed.run(["init", "--yes"]);
  expect(made.code, made.stderr).toBe(0);
  bed.calls.length = 0;
  return bed;
}

const TEARDOWN = ["teardown", "--confirm", "live-origin"];

function errorOf(stdout: string): { code: string; message: string; hint: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

test("two people with the default name in one account can not harm each other", async () => {
  const bed = await bedWithStack();
  const before = bed.inventory();
  const cwd = await bed.otherFolder();
  const init = await bed.run(["init", "--yes", "--json"], { cwd });
  expect(init.code).toBe(1);
  expect(errorOf(init.stdout).code).toBe("NOT_OURS");
  expect(errorOf(init.stdout).hint).toContain("--rebuild-state");
  const looked = await bed.run(["init", "--dry-run", "--json"], { cwd });
  expect(looked.code).toBe(1);
  expect(errorOf(looked.stdout).code).toBe("NOT_OURS");
  const teardown = await bed.run([...TEARDOWN, "--json"], { cwd });
  expect(teardown.code).toBe(1);
  const { code, message, hint } = errorOf(teardown.stdout);
  expect(code).toBe("STATE_MISSING");
  const { stackId } = await bed.state();
  expect(message).toContain(stackId);
  expect(hint).toContain(`--rebuild-state ${stackId}`);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  expect(bed.inventory()).toEqual(before);
});

test("two regions can not harm each other: the second stack of a name shares the cache after a yes of its own, and never deletes it", async () => {
  const bed = await bedWithStack();
  const cwd = await bed.otherFolder();
  const other = await bed.run(["init", "--yes", "--region", "eu-west-1", "--adopt-cache"], { cwd });
  expect(other.code, other.stderr).toBe(0);
  expect(other.stderr).toContain("adopt");
  expect(bed.inventory().filter(({ kind }) => kind === "channel")).toHaveLength(2);
  const removed = await bed.run(TEARDOWN, { cwd });
  expect(removed.code, removed.stderr).toBe(0);
  const plan = await bed.run(["init", "--dry-run", "--json"]);
  const { steps } = JSON.parse(plan.stdout) as { steps: { action: string }[] };
  expect(steps.filter(({ action }) => action !== "keep")).toEqual([]);
});

test("a cache that was there before is used after a yes of its own and left behind", async () => {
  const bed = await openStackBed({ haste: 20 });
  open.push(bed);
  // Somebody else's cache of the same name, made by a stack of its own.
  const cwd = await bed.otherFolder();
  expect((await bed.run(["create-origin", "--yes"], { cwd })).code).toBe(0);
  const unasked = await bed.run(["init", "--no-input"]);
  expect(unasked.code).toBe(4);
  const made = await bed.run(["init", "--yes", "--adopt-cache"]);
  expect(made.code, made.stderr).toBe(0);
  expect((await bed.state()).resources["cache"]?.ownership).toBe("adopted");
  const removed = await bed.run([...TEARDOWN, "--json"]);
  expect(removed.code, removed.stderr).toBe(0);
  expect((JSON.parse(removed.stdout) as { kept: string[] }).kept).toEqual(["cache"]);
  expect(bed.inventory().map(({ kind }) => kind)).toEqual(["cache"]);
});

test("a role that was brought along outlives the stack", async () => {
  const bed = await bedWithStack();
  const { resources } = await bed.state();
  const role = resources["role"]?.ids["arn"] ?? "";
  const donor = await bed.otherFolder();
  const own = ["--name", "second", "--role-arn", role];
  const made = await bed.run(["init", "--yes", ...own], { cwd: donor });
  expect(made.code, made.stderr).toBe(0);
  const removed = await bed.run(["teardown", "--name", "second", "--confirm", "second"], {
    cwd: donor,
  });
  expect(removed.code, removed.stderr).toBe(0);
  expect(
    bed
      .inventory()
      .map(({ kind }) => kind)
      .toSorted(),
  ).toEqual(["cache", "channel", "distribution", "function", "input", "role"]);
});

test("a lost state is rebuilt from the tags, and the lost keys from where they are used", async () => {
  const bed = await bedWithStack();
  const cwd = await bed.otherFolder();
  const rebuilt = await bed.run(["init", "--yes", "--rebuild-state", "--json"], { cwd });
  expect(rebuilt.code, rebuilt.stderr).toBe(0);
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  const keys = async (folder: string): Promise<Record<string, { apiKey: string }>> => {
    const path = join(folder, ".live-origin/sandbox/live-origin/keys.json");
    return JSON.parse(await readFile(path, "utf8")) as Record<string, { apiKey: string }>;
  };
  const [mine, theirs] = [await keys(bed.cwd), await keys(cwd)];
  expect(theirs["encoderKey"]?.apiKey).toBe(mine["encoderKey"]?.apiKey);
  expect(theirs["playerKey"]?.apiKey).toBe(mine["playerKey"]?.apiKey);
  const removed = await bed.run([...TEARDOWN, "--delete-cache", "live-origin"], {
    cwd,
  });
  expect(removed.code, removed.stderr).toBe(0);
  expect(bed.inventory()).toEqual([]);
});

test("a rebuilt stack keeps a cache of which nobody knows who made it, unless told", async () => {
  const bed = await bedWithStack();
  const cwd = await bed.otherFolder();
  const removed = await bed.run([...TEARDOWN, "--rebuild-state"], { cwd });
  expect(removed.code, removed.stderr).toBe(0);
  expect(removed.stderr).toContain("--delete-cache live-origin");
  expect(removed.stderr).toContain("nobody can say who made it");
  expect(bed.inventory().map(({ kind }) => kind)).toEqual(["cache"]);
});

test("orphans are listed with whose they are, and nothing is touched", async () => {
  const bed = await bedWithStack();
  const cwd = await bed.otherFolder();
  const listed = await bed.run(["teardown", "--orphans", "--json"], { cwd });
  expect(listed.code, listed.stderr).toBe(0);
  const { stacks } = JSON.parse(listed.stdout) as {
    stacks: { name: string; stackId: string; knownHere: boolean; resources: { kind: string }[] }[];
  };
  const { stackId } = await bed.state();
  expect(stacks.map(({ name, stackId: id, knownHere }) => [name, id, knownHere])).toEqual([
    ["live-origin", stackId, false],
  ]);
  expect(stacks[0]?.resources.map(({ kind }) => kind).toSorted()).toEqual([
    "channel",
    "distribution",
    "function",
    "input",
    "role",
  ]);
  const here = await bed.run(["teardown", "--orphans", "--json"]);
  expect(here.stdout).toContain('"knownHere": true');
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("a stack id that nothing carries is refused", async () => {
  const bed = await bedWithStack();
  const cwd = await bed.otherFolder();
  const wrong = await bed.run([...TEARDOWN, "--rebuild-state", "0123456789abcdef", "--json"], {
    cwd,
  });
  expect(wrong.code).toBe(1);
  expect(errorOf(wrong.stdout).code).toBe("NO_SUCH_STACK");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});
