import { expect, test } from "vitest";
import type { Effects } from "../../../src/core/engine/resource.ts";
import type { ResourceState } from "../../../src/core/state/state.ts";
import { writeAheadToken } from "../../../src/services/write-ahead.ts";
import { Secret } from "../../../src/config/secret.ts";
import { recorded, contextOf, tutorialSpec } from "./tutorial-context.ts";

function effectsWith(
  start: ResourceState | undefined,
): Effects & { recorded: ResourceState | undefined } {
  const effects = {
    context: contextOf(tutorialSpec()),
    recorded: start,
    clock: { now: () => 0, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    emit: () => undefined,
    secrets: {
      get: () => undefined,
      put: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    persist: (patch: Partial<Omit<ResourceState, "changedAt">>) => {
      effects.recorded = { ...(effects.recorded ?? recorded({})), ...patch };
      return Promise.resolve();
    },
  };
  return effects;
}

test("a token is in the state before it is used, and an interrupted creation of the same body gets it back", async () => {
  const effects = effectsWith(undefined);
  const first = await writeAheadToken(effects, { Name: "a", Key: Secret.of("one") });
  expect(effects.recorded?.token?.value).toBe(first);
  expect(JSON.stringify(effects.recorded)).not.toContain("one");
  expect(await writeAheadToken(effects, { Name: "a", Key: Secret.of("one") })).toBe(first);
});

test.each([
  ["another name", { Name: "b", Key: Secret.of("one") }],
  ["another key", { Name: "a", Key: Secret.of("two") }],
])("%s gets a token of its own", async (_, body) => {
  const effects = effectsWith(undefined);
  const first = await writeAheadToken(effects, { Name: "a", Key: Secret.of("one") });
  expect(await writeAheadToken(effects, body)).not.toBe(first);
});

test("what was answered once and is gone, or failed, is not asked for again with the old token", async () => {
  const effects = effectsWith(undefined);
  const first = await writeAheadToken(effects, { Name: "a" });
  expect(await writeAheadToken(effects, { Name: "a" }, { used: true })).not.toBe(first);
  const second = effects.recorded?.token?.value;
  await effects.persist({ ids: { id: "7" } });
  expect(await writeAheadToken(effects, { Name: "a" })).not.toBe(second);
});
