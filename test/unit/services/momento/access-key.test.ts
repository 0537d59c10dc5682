import { describe, expect, test } from "vitest";
import { fingerprint } from "../../../../src/services/fingerprint.ts";
import { accessKeyResource } from "../../../../src/services/momento/access-key.ts";
import type { ResourceState } from "../../../../src/core/state/state.ts";
import type { SecretStore, StoredKey } from "../../../../src/core/engine/resource.ts";
import { Secret } from "../../../../src/config/secret.ts";
import { fakeEffects, memoryStore } from "../fake-effects.ts";
import { recorded, contextOf, tutorialSpec } from "../tutorial-context.ts";
import { fakeMomento, type FakeMomento } from "./fake-momento.ts";

const stored = (text: string, expiresAt = 2_000_000_000): StoredKey => ({
  apiKey: Secret.of(text),
  expiresAt,
});
const rowOf = (key: StoredKey, changes: Partial<ResourceState> = {}): ResourceState =>
  recorded(
    { cache: "live-origin" },
    {
      fingerprints: { apiKey: fingerprint(key.apiKey) },
      done: ["asked", "stored"],
      expiresAt: key.expiresAt,
      ...changes,
    },
  );
const signal = new AbortController().signal;

function bed(
  options: {
    readonly store?: SecretStore;
    readonly recorded?: ResourceState;
    readonly momento?: FakeMomento;
    readonly now?: number;
    readonly kind?: "encoderKey" | "playerKey";
    readonly said?: string[];
  } = {},
) {
  const { store = memoryStore(), momento = fakeMomento(), now = 0, kind = "encoderKey" } = options;
  const resource = accessKeyResource({
    kind,
    client: () => Promise.resolve(momento),
    account: () => Promise.reject(new Error("a v1 key needs no account API")),
    store,
    now: () => now,
  });
  const context = contextOf(
    tutorialSpec(),
    options.recorded === undefined ? {} : { [kind]: options.recorded },
  );
  const effects = fakeEffects({
    context,
    kind,
    store,
    onPersist: () => options.said?.push("persist"),
  });
  const observe = () => resource.observe(context, options.recorded, signal);
  return { resource, context, effects, store, momento, observe };
}

describe("what exists", () => {
  test("is what the store holds and the row knows by its fingerprint", async () => {
    const key = stored("k");
    const { observe } = bed({ store: memoryStore({ encoderKey: key }), recorded: rowOf(key) });
    expect(await observe()).toMatchObject({ is: "ours", status: "valid" });
  });

  test.each([
    ["a row whose key is lost", {}, rowOf(stored("k"))],
    ["a stored key that is another one", { encoderKey: stored("other") }, rowOf(stored("k"))],
  ])("%s is absent, so that it is made again", async (_name, keys, known) => {
    expect(await bed({ store: memoryStore(keys), recorded: known }).observe()).toEqual({
      is: "absent",
    });
  });

  test("a stored key that no row knows is absent", async () => {
    const { observe } = bed({ store: memoryStore({ encoderKey: stored("k") }) });
    expect(await observe()).toEqual({ is: "absent" });
  });

  test("an expired key differs, one that never expires does not", async () => {
    for (const [expiresAt, count] of [
      [1_000, 1],
      [0, 0],
    ] as const) {
      const key = stored("k", expiresAt);
      const { observe, resource, context } = bed({
        store: memoryStore({ encoderKey: key }),
        recorded: rowOf(key),
        now: 1_000_000,
      });
      const seen = await observe();
      if (seen.is !== "ours") throw new Error("expected it to be ours");
      expect(resource.diff(context, seen.found, undefined)).toHaveLength(count);
    }
  });

  test("a key made for another cache differs", async () => {
    const key = stored("k");
    const { resource, context } = bed();
    const found = { fingerprint: "f", expiresAt: 0, expired: false, cache: "old-cache" };
    expect(resource.diff(context, found, rowOf(key))).toEqual([
      { path: "cache", from: "old-cache", to: "live-origin", effect: "update" },
    ]);
  });
});

describe("making a key", () => {
  test.each([
    ["encoderKey", "key live-origin readwrite 30"],
    ["playerKey", "key live-origin readonly 30"],
  ] as const)("%s has the least scope that works", async (kind, asked) => {
    const { resource, effects, momento, store } = bed({ kind });
    await resource.create(effects);
    expect(momento.asked).toEqual([asked]);
    expect(store.get(kind)?.apiKey.reveal()).toBe("key-1");
    expect(effects.current()).toMatchObject({
      fingerprints: { apiKey: fingerprint(Secret.of("key-1")) },
      expiresAt: 2_000_000_000,
    });
  });

  test("is stored before the row says that it exists", async () => {
    const said: string[] = [];
    const { resource, effects } = bed({ store: memoryStore({}, said), said });
    await resource.create(effects);
    expect(said).toEqual(["persist", "put encoderKey", "persist"]);
  });

  test("after a crash between store and row uses the stored one instead of making another", async () => {
    const { resource, effects, momento } = bed({
      store: memoryStore({ encoderKey: stored("stored") }),
      recorded: recorded({}, { status: "creating", done: ["asked"], fingerprints: {} }),
    });
    await resource.create(effects);
    expect(momento.asked).toEqual([]);
    expect(effects.current().fingerprints).toEqual({ apiKey: fingerprint(Secret.of("stored")) });
  });

  test("after a crash between call and answer says that one may be lost, and until when", async () => {
    const { resource, effects } = bed({
      recorded: recorded({}, { status: "creating", done: ["asked"], fingerprints: {} }),
    });
    await resource.create(effects);
    expect(effects.events).toContainEqual(
      expect.objectContaining({
        code: "KEY_ANSWER_LOST",
        message: expect.stringContaining("1970-01-31"),
      }),
    );
  });

  test("with a lost answer says so too, and a calm run says nothing", async () => {
    const lost = bed({ momento: fakeMomento({ lost: ["generateKey"] }) });
    await lost.resource.create(lost.effects);
    expect(lost.effects.events.map((event) => event.type)).toEqual(["step.retrying", "note"]);
    const calm = bed();
    await calm.resource.create(calm.effects);
    expect(calm.effects.events).toEqual([]);
  });

  test("in place of a lost one does not take a foreign key from the store", async () => {
    const { resource, effects, momento } = bed({
      store: memoryStore({ encoderKey: stored("somebody else's") }),
      recorded: rowOf(stored("mine"), { status: "creating" }),
    });
    await resource.create(effects);
    expect(momento.asked).toHaveLength(1);
  });

  test("an expired key is replaced by a new one", async () => {
    const key = stored("old", 1_000);
    const { resource, effects, store } = bed({
      store: memoryStore({ encoderKey: key }),
      recorded: rowOf(key),
      now: 2_000_000,
    });
    const found = { fingerprint: "f", expiresAt: 1_000, expired: true, cache: "live-origin" };
    await resource.update(effects, found, resource.diff(effects.context, found, undefined));
    expect(store.get("encoderKey")?.apiKey.reveal()).toBe("key-1");
  });

  test("no key is in the events or in the row", async () => {
    const { resource, effects } = bed({ momento: fakeMomento({ lost: ["generateKey"] }) });
    await resource.create(effects);
    await resource.remove(effects, { fingerprint: "f", expiresAt: 1, expired: false, cache: "c" });
    expect(JSON.stringify([effects.events, effects.patches])).not.toMatch(/key-\d/);
  });
});

test("removing forgets it and says until when it stays valid", async () => {
  const key = stored("k", 1_800_000_000);
  const { resource, effects, store } = bed({ store: memoryStore({ encoderKey: key }) });
  await resource.remove(effects, { fingerprint: "f", expiresAt: 0, expired: false, cache: "c" });
  expect(store.get("encoderKey")).toBeUndefined();
  expect(effects.events).toEqual([
    expect.objectContaining({
      code: "KEY_NOT_REVOKED",
      message: expect.stringContaining("until 2027-01-15"),
    }),
  ]);
});

test("the plan shows a generated key's scope, and no call for an imported key", () => {
  const { resource, context } = bed();
  expect(
    resource.calls(context, { action: "create", found: undefined, differences: [] }),
  ).toHaveLength(1);
  const imported = accessKeyResource({
    kind: "playerKey",
    client: () => Promise.reject(new Error("not needed")),
    account: () => Promise.reject(new Error("not needed")),
    store: memoryStore(),
    imported: stored("mine"),
  });
  expect(imported.calls(context, { action: "create", found: undefined, differences: [] })).toEqual(
    [],
  );
});
