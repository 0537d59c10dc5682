import { describe, expect, test } from "vitest";
import { chooseStack, orphanedStacks } from "../../../src/core/rebuild/orphaned-stack.ts";
import type { TaggedResource } from "../../../src/services/tagged-resources.ts";
import type { State } from "../../../src/core/state/state.ts";

const A = "a".repeat(16);
const B = "b".repeat(16);

function leftover(stackId: string, stackName = "show"): TaggedResource {
  return { kind: "channel", id: `channel-of-${stackId.slice(0, 1)}`, stackName, stackId };
}

function stateOf(stackId: string): State {
  return {
    version: 1,
    name: "show",
    stackId,
    target: { kind: "sandbox", id: "one" },
    region: "us-west-2",
    createdAt: "2026-01-01T00:00:00.000Z",
    resources: {},
  };
}

describe("choosing a stack to take over", () => {
  const both = orphanedStacks([leftover(A), leftover(B), leftover(A, "other")], "show");

  test("sorts by stack what carries the name", () => {
    expect(both.map(({ stackId, resources }) => [stackId, resources.length])).toEqual([
      [A, 1],
      [B, 1],
    ]);
  });

  test("takes the only one, and none where there is none", () => {
    expect(chooseStack(both.slice(0, 1), true, {})?.stackId).toBe(A);
    expect(chooseStack([], true, {})).toBeUndefined();
  });

  test("takes the one that the state knows", () => {
    expect(chooseStack(both, true, { onDisk: stateOf(B) })?.stackId).toBe(B);
  });

  test("takes the one that is named, by as much of its id as is needed", () => {
    expect(chooseStack(both, "bbbb", { onDisk: stateOf(A) })?.stackId).toBe(B);
  });

  test("does not guess between two, and refuses an id that does not exist", () => {
    expect(() => chooseStack(both, true, {})).toThrow(
      expect.objectContaining({ code: "SEVERAL_STACKS" }),
    );
    expect(() => chooseStack(both, "cccc", {})).toThrow(
      expect.objectContaining({ code: "NO_SUCH_STACK" }),
    );
  });
});
