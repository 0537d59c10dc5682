import { afterEach, expect, test } from "vitest";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

let place: Rehearsal;
afterEach(() => place.close());

const init = (...args: readonly string[]) => place.run(["init", "--yes", "--json", ...args]);
const code = (stdout: string): string =>
  (JSON.parse(stdout) as { error: { code: string } }).error.code;

test("limits that only a cache tells stop the run right after it is made: nothing else exists, exit 3", async () => {
  place = await rehearsal({ accountLimits: "on-demand" });
  const first = await init();
  expect(first.code, first.stderr).toBe(3);
  expect(code(first.stdout)).toBe("OVER_LIMIT");
  expect(place.kinds()).toEqual(["cache"]);

  const looked = await place.run(["init", "--dry-run", "--json"]);
  expect(looked.code).toBe(2);
  expect(code(looked.stdout)).toBe("OVER_LIMIT");

  const again = await init();
  expect(again.code).toBe(2);
  expect(code(again.stdout)).toBe("OVER_LIMIT");
  expect(place.kinds()).toEqual(["cache"]);

  const allowed = await init("--allow-over-limit");
  expect(allowed.code, allowed.stderr).toBe(0);
  expect(place.kinds()).toContain("channel");
});

test("a ladder that fits goes on without a word of consent", async () => {
  place = await rehearsal({ accountLimits: "on-demand" });
  const small = ["--rung", "240p30=426x240@30,350,64", "--ttl-seconds", "600"];
  const run = await init(...small);
  expect(run.code, run.stdout).toBe(0);
});
