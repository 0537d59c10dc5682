import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { scratchFolder, runCli } from "../support/cli.ts";
import { rehearsal } from "../support/rehearsal.ts";

const LEFTOVERS = [".state.json.tmp", ".keys.json.tmp", ".applied-spec.json.tmp", "lock.stale"];

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

async function leaveBehind(stack: string): Promise<void> {
  await mkdir(stack, { recursive: true });
  for (const name of LEFTOVERS) await writeFile(join(stack, name), '{"half');
}

test("what a killed run left half-written is gone after the next run, and after a teardown", async () => {
  const place = await rehearsal();
  cleanUp.push(place.close);
  const stack = join(place.path, ".live-origin/sandbox/live-origin");
  await leaveBehind(stack);
  expect((await place.run(["create-origin", "--yes"])).code).toBe(0);
  expect((await readdir(stack)).toSorted()).toEqual([
    "applied-spec.json",
    "keys.json",
    "state.json",
  ]);
  await leaveBehind(stack);
  expect((await place.run(["teardown", "--confirm", "live-origin"])).code).toBe(0);
  expect((await readdir(join(place.path, ".live-origin"))).toSorted()).toEqual([
    ".gitignore",
    "sandbox.json",
  ]);
});

test("what a run left that was killed before its first state goes with a teardown of nothing", async () => {
  const place = await rehearsal();
  cleanUp.push(place.close);
  await leaveBehind(join(place.path, ".live-origin/sandbox/live-origin"));
  const ended = await place.run(["teardown", "--confirm", "live-origin", "--region", "us-west-2"]);
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).toContain("Nothing to remove");
  expect(await readdir(join(place.path, ".live-origin"))).toEqual(["sandbox.json"]);
});

test("what a killed sandbox left half-written goes with the next one", async () => {
  const folder = await scratchFolder();
  cleanUp.push(folder.remove);
  await mkdir(join(folder.path, ".live-origin"));
  await writeFile(join(folder.path, ".live-origin/.sandbox.json.tmp"), '{"half');
  const args = ["init", "--sandbox", "--yes", "--for", "1s", "--latency", "instant"];
  const ended = await runCli(args, { cwd: folder.path });
  expect(ended.code, ended.stderr).toBe(0);
  expect(await folder.entries()).toEqual([]);
});
