import { expect, test } from "vitest";
import { isSameTarget, wrongTarget } from "../../../src/core/state/target.ts";
import type { State, Target } from "../../../src/core/state/state.ts";

const clients = {
  kind: "clouds",
  account: "111122223333",
  region: "us-west-2",
  cell: "cell-4-us-west-2-1.prod.a.momentohq.com",
} as const satisfies Target;
const rehearsal = { kind: "sandbox", id: "one" } as const satisfies Target;

test("a state is used where it was made", () => {
  expect(isSameTarget(clients, { ...clients })).toBe(true);
  expect(isSameTarget(rehearsal, { ...rehearsal })).toBe(true);
});

test.each<readonly [string, Target, Target]>([
  ["another account", clients, { ...clients, account: "999988887777" }],
  ["another region", clients, { ...clients, region: "eu-west-1" }],
  ["another cell of Momento", clients, { ...clients, cell: "cell-us-east-1-1" }],
  ["a sandbox instead of the clouds", clients, rehearsal],
  ["the clouds instead of a sandbox", rehearsal, clients],
  ["another sandbox", rehearsal, { kind: "sandbox", id: "two" }],
])("a state is not used on %s, and the refusal names both places", (_what, stamped, now) => {
  expect(isSameTarget(stamped, now)).toBe(false);
  const state = { name: "live-origin", target: stamped } as State;
  const { code, message, hint } = wrongTarget(state, now);
  expect(code).toBe("WRONG_TARGET");
  for (const target of [stamped, now])
    expect(message).toContain(target.kind === "sandbox" ? target.id : target.account);
  expect(hint).toContain("--name");
});
