import { describe, expect, test } from "vitest";
import { moveToNewCache, isMoveUnderWay } from "../../../src/core/keys/move-cache.ts";
import {
  REPLACEMENT_PENDING,
  planRotation,
  AWAITS_START,
} from "../../../src/core/keys/rotation-plan.ts";
import type { KeySlot, StoredKey } from "../../../src/core/engine/resource.ts";
import type { ResourceIds } from "../../../src/core/state/resource-members.ts";
import type { ResourceKind, ResourceState, ResourceStates } from "../../../src/core/state/state.ts";
import { Secret } from "../../../src/config/secret.ts";
import { memoryStore } from "../services/fake-effects.ts";

const DAY = 86_400;
const NOW = 1_000 * DAY;
const key = (text: string, daysLeft = 30): StoredKey => ({
  apiKey: Secret.of(text),
  expiresAt: NOW + daysLeft * DAY,
});
const recorded = <Kind extends ResourceKind>(
  ids: ResourceIds<Kind> = {},
  changes: Partial<ResourceState<Kind>> = {},
): ResourceState<Kind> => ({
  status: "created",
  ownership: "ours",
  ids,
  changedAt: "",
  ...changes,
});
const ROWS: ResourceStates = { encoderKey: recorded(), playerKey: recorded() };
const KEYS = { encoderKey: key("e"), playerKey: key("p") };

const plan = (
  keys: Partial<Record<KeySlot, StoredKey>>,
  {
    resources = ROWS,
    withinDays,
    imported = {},
  }: { resources?: ResourceStates; withinDays?: number; imported?: object } = {},
) =>
  planRotation(resources, memoryStore(keys), {
    imported,
    withinMs: withinDays === undefined ? undefined : withinDays * DAY * 1000,
    now: NOW * 1000,
  });

describe("which keys are replaced", () => {
  test("both, when nothing is said", () => {
    expect(plan(KEYS)).toEqual({ renew: ["encoderKey", "playerKey"], unfinished: [] });
  });

  test("for cron only those that end so soon, an expired one included, one that never expires not", () => {
    const keys = { encoderKey: key("e", 6), playerKey: key("p", 8) };
    expect(plan(keys, { withinDays: 7 }).renew).toEqual(["encoderKey"]);
    expect(plan({ ...KEYS, playerKey: key("p", -1) }, { withinDays: 7 }).renew).toEqual([
      "playerKey",
    ]);
    const never = { encoderKey: { ...key("e"), expiresAt: 0 }, playerKey: key("p") };
    expect(plan(never, { withinDays: 7 }).renew).toEqual([]);
  });

  test("only the one that the user brings", () => {
    expect(plan(KEYS, { imported: { playerKey: key("mine") } }).renew).toEqual(["playerKey"]);
  });

  test("none that the stack has not got", () => {
    expect(plan({}, { resources: {} })).toEqual({ renew: [], unfinished: [] });
  });

  test("none while an earlier rotation is unfinished: that one is finished", () => {
    const keys = { ...KEYS, previousEncoderKey: key("old") };
    expect(plan(keys)).toEqual({ renew: [], unfinished: ["encoderKey"] });
  });

  test("all of them when what is left of the earlier one is only the channel's next start", () => {
    const keys = { ...KEYS, previousEncoderKey: key("old") };
    const resources = {
      ...ROWS,
      encoderKey: recorded<"encoderKey">({}, { done: ["asked", "stored", AWAITS_START] }),
    };
    expect(plan(keys, { resources }).renew).toEqual(["encoderKey", "playerKey"]);
  });

  test("one whose successor expired before it was ever in use", () => {
    const keys = { ...KEYS, encoderKey: key("e", -1), previousEncoderKey: key("old", -20) };
    expect(plan(keys).renew).toEqual(["encoderKey"]);
  });

  test("the one as well that an interrupted rotation did not come to", () => {
    const keys = { ...KEYS, previousEncoderKey: key("old") };
    const marked = {
      ...ROWS,
      playerKey: recorded<"playerKey">({}, { done: ["asked", "stored", REPLACEMENT_PENDING] }),
    };
    expect(plan(keys, { resources: marked })).toEqual({
      renew: ["playerKey"],
      unfinished: ["encoderKey"],
    });
    const asked = { ...ROWS, playerKey: recorded<"playerKey">({}, { done: ["asked"] }) };
    expect(plan(keys, { resources: asked, withinDays: 1 }).renew).toEqual(["playerKey"]);
  });

  test("a copy that a crash left beside itself is no unfinished rotation", () => {
    const keys = { ...KEYS, previousPlayerKey: key("p") };
    expect(plan(keys).renew).toEqual(["encoderKey", "playerKey"]);
  });
});

describe("a move to another cache", () => {
  const resources: ResourceStates = {
    cache: recorded({ name: "live-origin" }),
    encoderKey: recorded({ cache: "live-origin" }),
    playerKey: recorded({ cache: "live-origin" }),
  };

  test("takes a name of its own and remembers the old one, to be deleted", () => {
    expect(moveToNewCache(resources, "live-origin", "live-origin-abc")).toMatchObject({
      from: "live-origin",
      to: "live-origin-abc",
      removesOld: true,
      recorded: {
        status: "creating",
        ids: { name: "live-origin-abc" },
        replaced: { name: "live-origin" },
      },
    });
  });

  test.each(["adopted", "maybe-ours"] as const)("does not delete one that is %s", (ownership) => {
    const theirs = {
      ...resources,
      cache: recorded<"cache">({ name: "live-origin" }, { ownership }),
    };
    const move = moveToNewCache(theirs, "live-origin", "live-origin-abc");
    expect(move.removesOld).toBe(false);
    expect(move.recorded.replaced).toBeUndefined();
  });

  test("that was interrupted goes on to the name it chose", () => {
    const begun: ResourceStates = {
      ...resources,
      cache: recorded({ name: "live-origin-abc" }, { replaced: { name: "live-origin" } }),
    };
    expect(isMoveUnderWay(begun)).toBe(true);
    expect(moveToNewCache(begun, "live-origin", "live-origin-xyz")).toMatchObject({
      from: "live-origin",
      to: "live-origin-abc",
      recorded: {},
    });
  });

  test("that was interrupted after the old cache had gone still makes the keys", () => {
    const begun: ResourceStates = { ...resources, cache: recorded({ name: "live-origin-abc" }) };
    expect(isMoveUnderWay(begun)).toBe(true);
    expect(isMoveUnderWay(resources)).toBe(false);
  });

  test("needs a cache to move from", () => {
    expect(() => moveToNewCache({}, "live-origin", "live-origin-abc")).toThrow(
      expect.objectContaining({ code: "NO_STACK" }),
    );
  });
});
