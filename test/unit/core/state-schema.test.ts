import { describe, expect, expectTypeOf, test } from "vitest";
import { LiveOriginError } from "../../../src/config/failure.ts";
import { RESOURCE_MEMBERS } from "../../../src/core/state/resource-members.ts";
import { parseState } from "../../../src/core/state/state-schema.ts";
import { RESOURCE_KINDS, type ResourceState } from "../../../src/core/state/state.ts";

const stateWith = (resources: unknown): string =>
  JSON.stringify({
    version: 1,
    name: "live-origin",
    stackId: "0123456789abcdef",
    target: { kind: "sandbox", id: "x" },
    region: "us-west-2",
    createdAt: "2026-01-01T00:00:00.000Z",
    resources,
  });
const row = (parts: object): unknown => ({
  status: "created",
  ownership: "ours",
  ids: {},
  changedAt: "2026-01-01T00:00:00.000Z",
  ...parts,
});

describe("a row of the state", () => {
  test("has the ids and steps of its kind, and no others", () => {
    expectTypeOf<keyof ResourceState<"distribution">["ids"]>().toEqualTypeOf<
      "id" | "arn" | "domain"
    >();
    expectTypeOf<ResourceState<"cache">["done"]>().toEqualTypeOf<
      readonly ("asked" | "made" | "found")[] | undefined
    >();
  });

  test.each(RESOURCE_KINDS)("of %s is read back with all that its kind may hold", (kind) => {
    const { ids, steps } = RESOURCE_MEMBERS[kind];
    const whole = row({
      ids: Object.fromEntries(ids.map((name) => [name, `the ${name}`])),
      replaced: Object.fromEntries(ids.map((name) => [name, `the old ${name}`])),
      done: [...steps],
    });
    expect(parseState(stateWith({ [kind]: whole }), "state.json").resources).toEqual({
      [kind]: whole,
    });
  });

  test.each([
    ["an id of another kind", { channel: row({ ids: { domain: "d1.cloudfront.net" } }) }],
    ["a step of another kind", { channel: row({ done: ["published"] }) }],
    ["a replaced id of another kind", { cachePolicy: row({ replaced: { name: "x" } }) }],
    ["an id that is no text", { channel: row({ ids: { id: 7 } }) }],
    ["an unknown kind", { bucket: row({}) }],
  ])("with %s is damage", (_, resources) => {
    const parse = (): unknown => parseState(stateWith(resources), "state.json");
    expect(parse).toThrow(LiveOriginError);
    expect(parse).toThrow(/damaged or was edited by hand/);
  });
});
