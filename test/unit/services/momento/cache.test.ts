import { describe, expect, test } from "vitest";
import { cacheResource } from "../../../../src/services/momento/cache.ts";
import { fakeEffects } from "../fake-effects.ts";
import { recorded, contextOf, tutorialSpec } from "../tutorial-context.ts";
import { fakeMomento } from "./fake-momento.ts";

const NAME = "live-origin";
const signal = new AbortController().signal;
const bed = (momento = fakeMomento()) => ({
  momento,
  resource: cacheResource(() => Promise.resolve(momento)),
});
const context = contextOf(tutorialSpec());

describe("whose cache it is", () => {
  test("nothing there is absent", async () => {
    const { resource } = bed();
    expect(await resource.observe(context, undefined, signal)).toEqual({ is: "absent" });
  });

  test("one that the state does not know was there before us and can only be adopted", async () => {
    const { resource } = bed(fakeMomento({ caches: [NAME] }));
    const seen = await resource.observe(context, undefined, signal);
    expect(seen).toMatchObject({ is: "adoptable", ids: { name: NAME } });
  });

  test("an adopted one stays adoptable, one we made is ours", async () => {
    const { resource } = bed(fakeMomento({ caches: [NAME] }));
    const adopted = recorded({ name: NAME }, { ownership: "adopted" });
    expect(await resource.observe(context, adopted, signal)).toMatchObject({ is: "adoptable" });
    for (const ownership of ["ours", "maybe-ours"] as const)
      expect(
        await resource.observe(context, recorded({ name: NAME }, { ownership }), signal),
      ).toMatchObject({ is: "ours" });
  });
});

describe("making it", () => {
  test("is written down as maybe ours before it is asked for, and as ours after Success", async () => {
    const { resource, momento } = bed();
    const effects = fakeEffects({
      context,
      kind: "cache",
      onPersist: () => momento.asked.push("persist"),
    });
    await resource.create(effects);
    expect(momento.asked).toEqual(["persist", `create ${NAME}`, "persist"]);
    expect(effects.patches[0]).toMatchObject({ ownership: "maybe-ours", ids: { name: NAME } });
    expect(effects.current()).toMatchObject({ ownership: "ours" });
  });

  test("with a lost answer leaves it maybe ours and says so", async () => {
    const { resource } = bed(fakeMomento({ lost: ["createCache"] }));
    const effects = fakeEffects({ context, kind: "cache" });
    await resource.create(effects);
    expect(effects.current().ownership).toBe("maybe-ours");
    expect(effects.events).toContainEqual(expect.objectContaining({ code: "CACHE_MAYBE_OURS" }));
  });

  test("after a crash between call and answer leaves it maybe ours", async () => {
    const { resource } = bed(fakeMomento({ caches: [NAME] }));
    const interrupted = recorded<"cache">(
      { name: NAME },
      { status: "creating", ownership: "maybe-ours", done: ["asked"] },
    );
    const effects = fakeEffects({
      context: contextOf(tutorialSpec(), { cache: interrupted }),
      kind: "cache",
    });
    await resource.create(effects);
    expect(effects.current().ownership).toBe("maybe-ours");
  });

  test("never claims one that somebody made between plan and creation", async () => {
    const { resource } = bed(fakeMomento({ caches: [NAME] }));
    const effects = fakeEffects({ context, kind: "cache" });
    await expect(resource.create(effects)).rejects.toMatchObject({ code: "CACHE_APPEARED" });
    expect(effects.current().ownership).toBe("adopted");
  });

  test("that was met and not agreed to is still theirs, and is not used by a row of ours", async () => {
    const { resource } = bed(fakeMomento({ caches: [NAME] }));
    const effects = fakeEffects({ context, kind: "cache" });
    await expect(resource.create(effects)).rejects.toMatchObject({
      hint: expect.stringContaining("--cache live-origin-2") as string,
    });
    const met = effects.current();
    expect(await resource.observe(context, met, signal)).toMatchObject({ is: "adoptable" });
    const unasked = recorded({}, { status: "creating", ownership: "ours" });
    expect(await resource.observe(context, unasked, signal)).toMatchObject({ is: "adoptable" });
    const other = contextOf(tutorialSpec({ origin: { cache: "live-origin-2" } }), { cache: met });
    expect(await resource.observe(other, met, signal)).toEqual({ is: "absent" });
    const again = fakeEffects({ context: other, kind: "cache" });
    await resource.create(again);
    expect(again.current()).toMatchObject({ ids: { name: "live-origin-2" }, ownership: "ours" });
  });

  test("makes one again that vanished, although the state knows it", async () => {
    const { resource, momento } = bed();
    const known = recorded<"cache">({ name: NAME }, { done: ["asked", "made"] });
    const effects = fakeEffects({
      context: contextOf(tutorialSpec(), { cache: known }),
      kind: "cache",
    });
    await resource.create(effects);
    expect(momento.caches).toEqual(new Set([NAME]));
    expect(effects.current().ownership).toBe("ours");
  });
});

test("the plan names CreateCache and DeleteCache and nothing else", () => {
  const { resource } = bed();
  const operations = (action: "create" | "keep" | "delete" | "adopt"): string[] =>
    resource
      .calls(context, { action, found: { name: NAME }, differences: [] })
      .map(({ operation }) => operation);
  expect(operations("create")).toEqual(["CreateCache"]);
  expect(operations("delete")).toEqual(["DeleteCache"]);
  expect([...operations("keep"), ...operations("adopt")]).toEqual([]);
});
