import { readdir, readFile, writeFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { isWriteCall, openStackBed, type StackBed } from "../support/stack-bed.ts";

const PRELOAD = resolve(dirname(fileURLToPath(import.meta.url)), "../support/failing-disk.cjs");
const INIT = ["init", "--yes"];
const TEARDOWN = ["teardown", "--confirm", "live-origin", "--allow-interruption"];

const open: StackBed[] = [];
afterEach(async () => {
  for (const bed of open.splice(0)) await bed.close();
});

async function openBed(): Promise<StackBed> {
  const bed = await openStackBed();
  open.push(bed);
  return bed;
}

const ONE_OF_EACH = ["cache", "channel", "distribution", "function", "input", "role"];

function kindsOf(bed: StackBed): readonly string[] {
  return bed
    .inventory()
    .map(({ kind }) => kind)
    .toSorted();
}

/** The disk takes so many writes under `.live-origin` and refuses the rest with this code. */
function failingAfter(writes: number, code: string) {
  return {
    env: {
      NODE_OPTIONS: `--require=${PRELOAD}`,
      LIVE_ORIGIN_DISK_FAILS_AFTER: String(writes),
      LIVE_ORIGIN_DISK_FAILS_WITH: code,
    },
  };
}

function stackFile(bed: StackBed, name: string): string {
  return join(bed.cwd, ".live-origin/sandbox/live-origin", name);
}

function errorOf(stdout: string): { code: string; message: string; hint: string } {
  return (JSON.parse(stdout) as { error: { code: string; message: string; hint: string } }).error;
}

/** Many more writes than a life has: one that never ends well is a failure and no endless test. */
const ENOUGH_WRITES = 80;

describe("a disk that is full", () => {
  test("at each write in turn ends every run with a message, and the last one with one of each resource", async () => {
    const bed = await openBed();
    const ends: number[] = [];
    for (let writes = 0; ends.at(-1) !== 0; writes += 1) {
      expect(writes).toBeLessThan(ENOUGH_WRITES);
      const run = await bed.run([...INIT, "--json"], failingAfter(writes, "ENOSPC"));
      ends.push(run.code ?? -1);
      if (run.code === 0) break;
      expect([1, 3], run.stderr).toContain(run.code);
      const { code, message, hint } = errorOf(run.stdout);
      expect(code).toBe("DISK_WRITE_FAILED");
      expect(message).toContain("the disk is full");
      expect(hint).toContain("run the same command again");
      expect(run.stderr).not.toMatch(/\n\s+at /);
    }
    console.log(`the disk was full in ${ends.length - 1} runs, one write later in each`);
    expect(ends.length).toBeGreaterThan(5);
    expect(kindsOf(bed)).toEqual(ONE_OF_EACH);
    const removals: number[] = [];
    for (let writes = 0; removals.at(-1) !== 0; writes += 1) {
      expect(writes).toBeLessThan(ENOUGH_WRITES);
      // That the disk was full when the cache was made leaves it in doubt.
      const run = await bed.run(
        [...TEARDOWN, "--delete-cache", "live-origin", "--json"],
        failingAfter(writes, "ENOSPC"),
      );
      removals.push(run.code ?? -1);
      if (run.code !== 0) expect(errorOf(run.stdout).code).toBe("DISK_WRITE_FAILED");
    }
    expect(bed.inventory()).toEqual([]);
  }, 180_000);

  test.each([6, 14, 22, 30])(
    "after %i writes of a first run is no obstacle to the next, nor to a teardown",
    async (writes) => {
      const bed = await openBed();
      const full = await bed.run([...INIT, "--json"], failingAfter(writes, "ENOSPC"));
      expect([1, 3]).toContain(full.code);
      expect(errorOf(full.stdout).code).toBe("DISK_WRITE_FAILED");
      const again = await bed.run(INIT);
      expect(again.code, again.stderr).toBe(0);
      expect(kindsOf(bed)).toEqual(ONE_OF_EACH);
      const removed = await bed.run(TEARDOWN);
      expect(removed.code, removed.stderr).toBe(0);
      expect(bed.inventory()).toEqual([]);
    },
  );

  test("before the first write nothing is made in a cloud", async () => {
    const bed = await openBed();
    const run = await bed.run([...INIT, "--json"], failingAfter(0, "ENOSPC"));
    expect(run.code).toBe(1);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
    expect(bed.inventory()).toEqual([]);
  });

  test("is recognised where the system limits the size of files", async () => {
    const bed = await openBed();
    const run = await bed.run([...INIT, "--json"], failingAfter(1, "EFBIG"));
    expect(errorOf(run.stdout).message).toContain("size of a file");
  });
});

describe("a folder that may not be written", () => {
  test.each([
    ["EROFS", "read-only"],
    ["EACCES", "may not be written"],
  ])("%s is told before anything is made", async (code, words) => {
    const bed = await openBed();
    const run = await bed.run([...INIT, "--json"], failingAfter(0, code));
    expect(run.code).toBe(1);
    expect(errorOf(run.stdout).code).toBe("DISK_WRITE_FAILED");
    expect(errorOf(run.stdout).message).toContain(words);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
  });

  test.each(["EROFS", "EACCES"])(
    "%s keeps every command of a stack from changing anything, with a message each",
    async (code) => {
      const bed = await openBed();
      expect((await bed.run(INIT)).code).toBe(0);
      const before = await readFile(stackFile(bed, "state.json"), "utf8");
      bed.calls.length = 0;
      for (const args of [INIT, ["start"], ["rotate-keys", "--yes"], TEARDOWN]) {
        const run = await bed.run([...args, "--json"], failingAfter(0, code));
        expect(run.code, args.join(" ")).toBe(1);
        expect(errorOf(run.stdout).code, args.join(" ")).toBe("DISK_WRITE_FAILED");
      }
      expect(bed.calls.filter(isWriteCall)).toEqual([]);
      expect(await readFile(stackFile(bed, "state.json"), "utf8")).toBe(before);
    },
  );

  test("that becomes read-only at any moment of a teardown costs nothing but another run", async () => {
    const bed = await openBed();
    expect((await bed.run(INIT)).code).toBe(0);
    const ends: (number | null)[] = [];
    for (let changes = 2; ends.at(-1) !== 0; changes += 3) {
      const run = await bed.run([...TEARDOWN, "--json"], failingAfter(changes, "EROFS"));
      ends.push(run.code);
      if (run.code !== 0) expect(errorOf(run.stdout).code, run.stdout).toBe("DISK_WRITE_FAILED");
    }
    expect(ends.length).toBeGreaterThan(2);
    expect(bed.inventory()).toEqual([]);
  });
});

describe("a state that is not what was written", () => {
  const DAMAGE: Readonly<Record<string, { change: (text: string) => string; code: string }>> = {
    truncated: { change: (text) => text.slice(0, text.length / 2), code: "STATE_DAMAGED" },
    empty: { change: () => "", code: "STATE_DAMAGED" },
    "edited by hand": {
      change: (text) => text.replace('"status": "created"', '"status": "done"'),
      code: "STATE_DAMAGED",
    },
    "without its id": {
      change: (text) => text.replace(/"stackId": "[0-9a-f]+"/, '"stackId": "mine"'),
      code: "STATE_DAMAGED",
    },
    "of a newer version": {
      change: (text) => text.replace('"version": 1', '"version": 2'),
      code: "STATE_NEWER",
    },
    "of the clouds": {
      change: (text) =>
        text.replace(
          /"target": \{[^}]*\}/,
          '"target": {"kind":"clouds","account":"111122223333","region":"us-west-2","cell":"cell-4-us-west-2-1.prod.a.momentohq.com"}',
        ),
      code: "WRONG_TARGET",
    },
  };

  test.each(Object.entries(DAMAGE))(
    "%s is refused by every command, and left as it is",
    async (_what, { change, code }) => {
      const bed = await openBed();
      expect((await bed.run(INIT)).code).toBe(0);
      const path = stackFile(bed, "state.json");
      const damaged = change(await readFile(path, "utf8"));
      await writeFile(path, damaged);
      bed.calls.length = 0;
      for (const args of [INIT, ["init", "--dry-run"], ["start"], ["status"], TEARDOWN]) {
        const run = await bed.run([...args, "--json"]);
        expect(run.code, args.join(" ")).toBe(1);
        expect(errorOf(run.stdout).code, args.join(" ")).toBe(code);
      }
      expect(await readFile(path, "utf8")).toBe(damaged);
      expect(bed.calls.filter(isWriteCall)).toEqual([]);
    },
  );

  test("damaged, it is rebuilt on demand, and the damaged file is kept beside it", async () => {
    const bed = await openBed();
    expect((await bed.run(INIT)).code).toBe(0);
    const before = await bed.state();
    await writeFile(stackFile(bed, "state.json"), '{"version":1,"name":"live-or');
    await writeFile(stackFile(bed, "keys.json"), '{"version":1,"encoderKey":{"apiKey":"eyJ');
    bed.calls.length = 0;
    const rebuilt = await bed.run([...INIT, "--rebuild-state"]);
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
    const after = await bed.state();
    expect(after.stackId).toBe(before.stackId);
    for (const kind of ["role", "input", "channel", "function", "distribution"])
      expect(after.resources[kind]?.ids).toEqual(before.resources[kind]?.ids);
    expect((await readdir(dirname(stackFile(bed, "state.json")))).toSorted()).toEqual([
      "applied-spec.json",
      "keys.json",
      "keys.json.damaged-1",
      "state.json",
      "state.json.damaged-1",
    ]);
    const removed = await bed.run([...TEARDOWN, "--delete-cache", "live-origin"]);
    expect(removed.code, removed.stderr).toBe(0);
    expect(await readdir(join(bed.cwd, ".live-origin"))).toEqual([".gitignore", "sandbox.json"]);
  });

  test("newer or of another target, it is not even rebuilt", async () => {
    const bed = await openBed();
    expect((await bed.run(INIT)).code).toBe(0);
    const path = stackFile(bed, "state.json");
    const text = await readFile(path, "utf8");
    for (const name of ["of a newer version", "of the clouds"]) {
      const damaged = DAMAGE[name]?.change(text) ?? "";
      await writeFile(path, damaged);
      const run = await bed.run([...INIT, "--rebuild-state", "--json"]);
      expect(errorOf(run.stdout).code).toBe(DAMAGE[name]?.code);
      expect(await readFile(path, "utf8")).toBe(damaged);
    }
  });

  test("with only the keys damaged nothing is done, and --rebuild-state reads them back", async () => {
    const bed = await openBed();
    expect((await bed.run(INIT)).code).toBe(0);
    await writeFile(stackFile(bed, "keys.json"), "{}");
    bed.calls.length = 0;
    const refused = await bed.run([...INIT, "--json"]);
    expect(errorOf(refused.stdout).code).toBe("KEYS_DAMAGED");
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
    const rebuilt = await bed.run([...INIT, "--rebuild-state"]);
    expect(rebuilt.code, rebuilt.stderr).toBe(0);
    expect(bed.calls.filter(isWriteCall)).toEqual([]);
    expect((await bed.state()).resources["cache"]?.ownership).toBe("ours");
  });

  test("a state of a rehearsal that is gone is discarded with one line", async () => {
    const first = await openBed();
    expect((await first.run(INIT)).code).toBe(0);
    const second = await openBed();
    const folder = dirname(stackFile(second, "state.json"));
    await mkdir(folder, { recursive: true });
    for (const name of ["state.json", "keys.json", "applied-spec.json"])
      await writeFile(stackFile(second, name), await readFile(stackFile(first, name)));
    const run = await second.run(INIT);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr).toContain("Discarded the rehearsal state of");
  });
});
