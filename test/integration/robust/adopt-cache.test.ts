import { afterEach, beforeEach, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

/** Two people, one Momento account, one default name; the other one works in another region, so only the cache is shared. */
const OTHER = ["init", "--region", "eu-west-1"];

let bed: StackBed;
let theirs: string;
beforeEach(async () => {
  bed = await openStackBed({ haste: 20 });
  theirs = await bed.otherFolder();
  const made = await bed.run(["init", "--yes"]);
  expect(made.code, made.stderr).toBe(0);
  bed.calls.length = 0;
});
afterEach(() => bed.close());

type Failure = { readonly code: string; readonly message: string; readonly hint: string };

function errorOf(stdout: string): Failure {
  return (JSON.parse(stdout) as { error: Failure }).error;
}

const caches = (): readonly string[] =>
  bed
    .inventory()
    .filter(({ kind }) => kind === "cache")
    .map(({ id }) => id);

test("--yes does not adopt a cache that was there: exit 4 names the consent and a command with a free name, and nothing is made", async () => {
  const before = bed.inventory();
  const run = await bed.run([...OTHER, "--yes", "--json"], { cwd: theirs });
  expect(run.code).toBe(4);
  const { code, message, hint } = errorOf(run.stdout);
  expect(code).toBe("INPUT_NEEDED");
  expect(message).toContain("--adopt-cache");
  expect(message).toContain("the cache live-origin was there before this stack");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  expect(bed.inventory()).toEqual(before);

  // What it says can be typed as it stands.
  const [, command = ""] = /live-origin (init .*--cache \S+)$/.exec(hint) ?? [];
  expect(command).toContain("--cache live-origin-2");
  const words = command.split(" ").filter((word) => word !== "--sandbox");
  const typed = await bed.run(words, { cwd: theirs });
  expect(typed.code, typed.stderr).toBe(0);
  expect(caches().toSorted()).toEqual(["live-origin", "live-origin-2"]);
  const removed = await bed.run(["teardown", "--confirm", "live-origin"], { cwd: theirs });
  expect(removed.code, removed.stderr).toBe(0);
  expect(bed.inventory()).toEqual(before);
});

test("a name that is taken as well is not offered", async () => {
  const third = await bed.otherFolder();
  const made = await bed.run(["create-origin", "--yes", "--cache", "live-origin-2"], {
    cwd: third,
  });
  expect(made.code, made.stderr).toBe(0);
  const run = await bed.run([...OTHER, "--yes", "--json"], { cwd: theirs });
  expect(errorOf(run.stdout).hint).toContain("--cache live-origin-3");
});

test("everything that is missing is named at once, and the consent alone answers nothing else", async () => {
  const run = await bed.run([...OTHER, "--no-input", "--json"], { cwd: theirs });
  expect(run.code).toBe(4);
  const alone = await bed.run([...OTHER, "--adopt-cache", "--json"], { cwd: theirs });
  expect(alone.code).toBe(4);
  expect(errorOf(alone.stdout).message).toContain("--yes");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("create-origin wants it too", async () => {
  const region = ["--region", "eu-west-1"];
  const run = await bed.run(["create-origin", "--yes", "--json", ...region], { cwd: theirs });
  expect(run.code).toBe(4);
  expect(errorOf(run.stdout).message).toContain("--adopt-cache");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("a dry run tells that the consent will be wanted, and exits 0", async () => {
  const look = await bed.run([...OTHER, "--dry-run", "--json"], { cwd: theirs });
  expect(look.code, look.stderr).toBe(0);
  const { steps } = JSON.parse(look.stdout) as {
    steps: { resource: string; action: string; reasons: string[] }[];
  };
  const cache = steps.find(({ resource }) => resource === "cache");
  expect(cache?.action).toBe("adopt");
  expect(cache?.reasons.join()).toContain("--adopt-cache");
  expect(look.stderr).toContain("--adopt-cache");
  expect(look.stderr).toContain("--cache live-origin-2");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
});

test("once adopted it is not asked for again, and a teardown leaves it", async () => {
  const made = await bed.run([...OTHER, "--yes", "--adopt-cache"], { cwd: theirs });
  expect(made.code, made.stderr).toBe(0);
  const again = await bed.run([...OTHER, "--yes"], { cwd: theirs });
  expect(again.code, again.stderr).toBe(0);
  expect(again.stderr).toContain("nothing to do");
  const removed = await bed.run(["teardown", "--confirm", "live-origin", "--json"], {
    cwd: theirs,
  });
  expect(removed.code, removed.stderr).toBe(0);
  expect((JSON.parse(removed.stdout) as { kept: string[] }).kept).toEqual(["cache"]);
  expect(caches()).toEqual(["live-origin"]);
});

test("a stack keeps the cache that it has: another name is refused before anything is asked of the cloud's writers", async () => {
  const run = await bed.run(["init", "--yes", "--cache", "another", "--json"]);
  expect(run.code).toBe(2);
  const { code, hint } = errorOf(run.stdout);
  expect(code).toBe("CACHE_FIXED");
  expect(hint).toContain("rotate-keys --new-cache");
  expect(bed.calls.filter(isWriteCall)).toEqual([]);
  const same = await bed.run(["init", "--yes", "--cache", "live-origin"]);
  expect(same.code, same.stderr).toBe(0);
});

test("a cache that appears between the plan and its creation is not used by a run without the consent", async () => {
  const late = await openStackBed({
    haste: 20,
    onCall: async (phase, { operation }) => {
      if (phase === "before" && operation === "CreateCache" && mayTake) {
        mayTake = false;
        const other = await late.run(["create-origin", "--yes"], { cwd: thief });
        expect(other.code, other.stderr).toBe(0);
      }
    },
  });
  let mayTake = true;
  const thief = await late.otherFolder();
  try {
    const first = await late.run(["init", "--yes", "--json"]);
    expect(errorOf(first.stdout).code, first.stdout).toBe("CACHE_APPEARED");
    expect(errorOf(first.stdout).hint).toContain("--cache live-origin-2");
    const again = await late.run(["init", "--yes", "--json"]);
    expect(again.code).toBe(4);
    expect(errorOf(again.stdout).message).toContain("--adopt-cache");
    const other = await late.run(["init", "--yes", "--cache", "live-origin-2"]);
    expect(other.code, other.stderr).toBe(0);
    expect((await late.state()).resources["cache"]).toMatchObject({
      ids: { name: "live-origin-2" },
      ownership: "ours",
    });
  } finally {
    await late.close();
  }
});
