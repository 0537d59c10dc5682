import { describe, expect, test } from "vitest";
import { classifyOwnership, type Owned } from "../../../src/services/ownership.ts";
import { recorded, contextOf, STACK_ID, tutorialSpec } from "./tutorial-context.ts";

const context = contextOf(tutorialSpec());
const tagged = (
  id: string,
  stack: string,
  changes: Readonly<Record<string, string>> = {},
): Owned => ({
  id,
  tags: {
    "live-origin:name": "live-origin",
    "live-origin:stack": stack,
    "live-origin:region": "us-west-2",
    ...changes,
  },
});
const ownership = (
  items: readonly Owned[],
  ids?: Readonly<Record<string, string>>,
  replaced?: string,
) =>
  classifyOwnership({
    items,
    context,
    recorded:
      ids === undefined
        ? undefined
        : recorded(ids, replaced === undefined ? {} : { replaced: { id: replaced } }),
    noun: "channel",
  });

describe("whose a resource is", () => {
  test("is decided by the id in the row, tags or not", () => {
    expect(ownership([{ id: "1", tags: {} }], { id: "1" })).toMatchObject({
      is: "ours",
      unrecorded: false,
    });
  });

  test("is decided by our stack's id where the row does not know it", () => {
    expect(ownership([tagged("1", "other"), tagged("2", STACK_ID)])).toMatchObject({
      is: "ours",
      item: { id: "2" },
      unrecorded: true,
    });
  });

  test("is not ours for a bare name: only tags and rows count", () => {
    expect(ownership([{ id: "1", tags: { Name: "live-origin" } }])).toEqual({ is: "absent" });
  });

  test("is somebody else's with our name, our region and another id, also where our row lies", () => {
    const other = [tagged("1", "fedcba9876543210")];
    for (const ids of [undefined, { id: "1" }])
      expect(ownership(other, ids)).toEqual({
        is: "foreign",
        what: `channel 1 belongs to stack fedcba9876543210, not to ${STACK_ID}`,
      });
  });

  test("is nobody's business in another region or under another name", () => {
    expect(ownership([tagged("1", "other", { "live-origin:region": "eu-west-1" })])).toEqual({
      is: "absent",
    });
    expect(ownership([tagged("1", "other", { "live-origin:name": "else" })])).toEqual({
      is: "absent",
    });
  });

  test("is never ours again once it was replaced", () => {
    expect(ownership([tagged("1", STACK_ID)], {}, "1")).toEqual({ is: "absent" });
  });
});
