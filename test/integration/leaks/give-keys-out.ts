import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { Finished } from "../support/cli.ts";
import type { LeakLife } from "./leak-life.ts";

/** Lists, exports and prints the keys of a stack, and brings the files in again, in every way of speaking. */
export async function giveKeysOut(life: LeakLife): Promise<void> {
  const { encoder, player } = await life.keys();
  for (const speaking of [[], ["--json"], ["--verbose"]]) ok(await life.run("keys", ...speaking));
  const files = ["encoder", "player"].map((name) => join(life.aside, `out-${name}.json`));
  const flags = files.flatMap((path, index) => [
    ...[`--${index === 0 ? "encoder" : "player"}-key-file`, path],
  ]);
  ok(await life.watch("keys", "export", "encoder", "--out", files[0] ?? "", "--verbose"));
  ok(await life.run("keys", "export", "player", "--out", files[1] ?? "", "--json"));
  expect((await life.run("keys", "export", "player", "--out", files[1] ?? "")).code).toBe(2);
  // What is printed on purpose is the players' key alone.
  for (const speaking of [[], ["--json"]]) {
    const printed = ok(await life.place.run(["keys", "print", "player", ...speaking]));
    expect(printed.stdout).toContain(player);
    life.keep("a printed key", `${printed.stdout.replace(player, "")}${printed.stderr}`);
  }
  expect((await life.run("keys", "print", "encoder", "--verbose")).code).toBe(2);
  expect(await readFile(files[0] ?? "", "utf8")).toContain(encoder);
  ok(await life.run("rotate-keys", "--dry-run", "--json", "--verbose", ...flags));
  const second = ["--name", "second", "--verbose"];
  const origin = ["create-origin", "--yes", "--adopt-cache", "--cache", "live-origin"];
  ok(await life.watch(...origin, ...flags, ...second));
  ok(await life.run("teardown", "--confirm", "second", ...second));
}

function ok(run: Finished): Finished {
  expect(run.code, `${run.stdout}\n${run.stderr}`).toBe(0);
  return run;
}
