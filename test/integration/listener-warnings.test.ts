import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startCli } from "./support/cli.ts";
import { openStackBed, type StackBed } from "./support/stack-bed.ts";

const HASTE = join(dirname(fileURLToPath(import.meta.url)), "support/haste.cjs");
/** Of what Node says by itself only this is meant: a listener that nobody removes. */
const LEAK = /MaxListenersExceededWarning/;

/** Node warns of more than ten listeners. */
const ROUNDS = 12;

let bed: StackBed;
/** Told of each look at the channel: there is one in each round. */
let whenLooked = (): void => undefined;
beforeAll(async () => {
  bed = await openStackBed({
    onCall: (phase, { operation }) => {
      if (phase === "after" && operation === "DescribeChannel") whenLooked();
      return undefined;
    },
  });
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
    "by %s --watch over a dozen rounds, as by one look at a dozen stacks",
    async (command, flags) => {
      let looks = 0;
      const looked = new Promise<void>((done) => {
        whenLooked = () => {
          looks += 1;
          if (looks === ROUNDS) done();
        };
      });
      const args = [command, ...flags, "--watch", "--json", "--sandbox"];
      const watch = startCli(args, {
        cwd: bed.cwd,
        // The watch's own clock is the real one: what counts is the number of rounds, so time is made to fly.
        env: { NODE_OPTIONS: `--trace-warnings --require=${HASTE}` },
      });
      const ended = watch.finished.then(({ stderr }) => {
        throw new Error(`ended after ${looks} rounds\n${stderr}`);
      });
      await Promise.race([looked, ended]);
      watch.child.kill("SIGINT");
      const { stderr } = await watch.finished;
      expect(stderr).not.toMatch(LEAK);
    },
  );
});
