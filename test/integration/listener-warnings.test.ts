import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCli } from "./support/cli.ts";
import { openStackBed, type StackBed } from "./support/stack-bed.ts";

const HASTE = join(dirname(fileURLToPath(import.meta.url)), "support/haste.cjs");
/** Of what Node says by itself only this is meant: a listener that nobody removes. */
const LEAK = /MaxListenersExceededWarning/;

let bed: StackBed;
beforeAll(async () => {
  bed = await openStackBed();
  const run = await bed.run(["init", "--yes"], { execArgv: ["--trace-warnings"] });
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).not.toMatch(LEAK);
});
afterAll(() => bed.close());

describe("no listener is left behind", () => {
  test.each([
    ["status", ["--all"]],
    ["verify", []],
  ])(
    "by %s --watch over twenty rounds, as by one look at twenty stacks",
    async (command, flags) => {
      const args = [command, ...flags, "--watch", "--json", "--sandbox"];
      const watch = startCli(args, {
        cwd: bed.cwd,
        // The watch's own clock is the real one: what counts is the number of calls, so time is made to fly.
        env: { NODE_OPTIONS: `--trace-warnings --require=${HASTE}` },
      });
      await watch.seen("stderr", /slept 20 times/);
      watch.child.kill("SIGINT");
      const { stderr } = await watch.finished;
      expect(stderr).not.toMatch(LEAK);
    },
  );
});
