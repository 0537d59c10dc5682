import { afterEach, expect, test } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { rehearsal, type Rehearsal } from "./support/rehearsal.ts";

/** The account counts real seconds: looks that come faster than a person's would be more than it takes. */
const NEARLY_ITS_OWN_PACE = 4;

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

test("the starter ladder plays on a default account without a word of consent, viewers at the edge included", async () => {
  place = await rehearsal({ accountLimits: "on-demand" }, NEARLY_ITS_OWN_PACE);
  const run = await init("--ladder", "starter", "--start");
  expect(run.code, run.stdout).toBe(0);
  expect(run.stdout).not.toContain("OVER_LIMIT");
  expect(run.stdout).not.toContain("HOT_STORAGE");
  const { playbackUrl } = JSON.parse(run.stdout) as { playbackUrl: string };
  const urlOf = (text: string): readonly string[] =>
    text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const read = async (url: string): Promise<string> => {
    const answer = await fetch(url);
    const text = await answer.text();
    expect(answer.status, `${url}: ${text.slice(0, 200)}`).toBe(200);
    return text;
  };
  const [variant = ""] = urlOf(await read(playbackUrl));
  const seen = new Set<string>();
  while (seen.size < 5) {
    const newest = urlOf(await read(new URL(variant, playbackUrl).href)).at(-1) ?? "";
    if (!seen.has(newest)) await read(new URL(newest, playbackUrl).href);
    seen.add(newest);
    await sleep(500);
  }
});
