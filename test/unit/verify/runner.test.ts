import { expect, test } from "vitest";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { STACK_CHECKS, URL_CHECKS } from "../../../src/verify/all-checks.ts";
import { fail, pass, skip, type Check } from "../../../src/verify/check.ts";
import type { Finding } from "../../../src/verify/finding.ts";
import type { Evidence } from "../../../src/verify/evidence.ts";
import { runChecks } from "../../../src/verify/runner.ts";

const evidence = {} as Evidence;
const broken = fail("it is broken", { code: "BROKEN", text: "it", hint: "mend it" });

function check(id: string, needs: readonly string[], run: () => Promise<Finding>): Check {
  return { id, hop: "origin", asked: "?", needs, curl: () => `curl ${id}`, run };
}

const is = (finding: Finding) => () => Promise.resolve(finding);

test("a check whose need failed is skipped and names where it began, however far away", async () => {
  const results = await runChecks(
    [
      check("first", [], is(broken)),
      check("second", ["first"], is(pass("fine"))),
      check("third", ["second"], is(pass("fine"))),
      check("other", [], is(pass("fine"))),
    ],
    evidence,
  );
  expect(results.map(({ id, verdict, because }) => [id, verdict, because])).toEqual([
    ["first", "fail", undefined],
    ["second", "skipped", "first"],
    ["third", "skipped", "first"],
    ["other", "pass", undefined],
  ]);
});

test("what does not apply and what cannot be read keeps nothing else from being asked", async () => {
  const denied = new LiveOriginError({
    code: "AWS_ACCESS_DENIED",
    message: "not allowed",
    hint: "ask",
  });
  const results = await runChecks(
    [
      check("none", [], is(skip("there is none"))),
      check("denied", [], () => Promise.reject(denied)),
      check("after", ["none", "denied", "unknown"], is(pass("fine"))),
    ],
    evidence,
  );
  expect(results.map(({ verdict }) => verdict)).toEqual(["skipped", "skipped", "pass"]);
  expect(results[1]).toMatchObject({ saw: "could not be read: not allowed", hint: "ask" });
});

test("a bug is not taken for a finding", async () => {
  const bug = check("bug", [], () => Promise.reject(new TypeError("oops")));
  await expect(runChecks([bug], evidence)).rejects.toThrow("oops");
});

test("results keep the order of the list, whatever is ready first", async () => {
  let release = (): void => undefined;
  const late = new Promise<void>((go) => {
    release = go;
  });
  const results = await runChecks(
    [
      check("slow", [], () => late.then(() => pass("fine"))),
      check("fast", [], () => {
        release();
        return Promise.resolve(pass("fine"));
      }),
    ],
    evidence,
  );
  expect(results.map(({ id }) => id)).toEqual(["slow", "fast"]);
});

test.each([
  ["of a stack", STACK_CHECKS],
  ["of a URL", URL_CHECKS],
])(
  "the checks %s have names of their own and need only what comes before them",
  (_what, checks) => {
    const seen = new Set<string>();
    for (const { id, needs } of checks) {
      expect(seen.has(id)).toBe(false);
      const later = needs.filter(
        (need) => checks.some((other) => other.id === need) && !seen.has(need),
      );
      expect(later).toEqual([]);
      seen.add(id);
    }
  },
);
