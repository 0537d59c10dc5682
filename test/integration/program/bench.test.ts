import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

test("the bench finds the parts of the program that it calls by their names", async () => {
  const { stdout } = await run(process.execPath, ["test/bench/bench.mjs", "encoder", "polling"]);
  expect(stdout).toMatch(/^test pattern, media : CPU seconds +\d+ × /m);
  // Its waits have a clock of their own, so they are the same on every machine.
  expect(stdout.match(/^noticed late at worst, when .* met$/gm)).toHaveLength(5);
});
