import fc from "fast-check";
import { expect, test } from "vitest";
import { changedByRemoval, standing, toRemember } from "../../../src/config/resolve/remembered.ts";
import { type ResolveInput, givenSettings } from "../../../src/config/resolve/resolve.ts";
import { FIELD_PATHS } from "../../../src/config/fields/fields.ts";
import { getAt, treeOf } from "../../../src/config/resolve/tree.ts";
import { arbitraryConfig } from "./arbitrary-config.ts";
import { resolved, specOf, withChannel } from "./given.ts";
import { seeded } from "../seeded.ts";

const ALL = ["origin", "channel", "cdn"] as const;

function remembering(given: Partial<ResolveInput>, file = "live-origin.json") {
  const input = { flags: {}, env: {}, file: undefined, parts: ALL, ...given };
  const before = { path: file, tree: input.file };
  const kept = toRemember(givenSettings(input), specOf(given), { file: before, before: undefined });
  return JSON.parse(JSON.stringify(kept)) as typeof kept;
}

/** As if it had been typed: answers are flags by another way. */
function typed(answers: unknown, remembered?: unknown) {
  return resolved({ answers, remembered });
}

test("a rerun without a word makes the same Spec, and one with one word changes that alone", () => {
  let tried = 0;
  let changed = 0;
  const other = FIELD_PATHS.filter((path) => !path.startsWith("channel.input."));
  fc.assert(
    fc.property(
      arbitraryConfig,
      arbitraryConfig,
      fc.constantFrom(...other, "channel.input"),
      (config, second, path) => {
        const first = typed(config);
        if (!first.ok) return;
        tried += 1;
        const remembered = remembering({ answers: config }).settings;
        expect(typed({}, remembered)).toMatchObject({ ok: true, spec: first.spec });
        const value = getAt(second, path);
        // Which stack it is, is no change of it.
        if (value === undefined || path === "name") return;
        changed += 1;
        const change = treeOf([[path, value]]);
        const kept = FIELD_PATHS.filter(
          (each) =>
            each !== path && !each.startsWith(`${path}.`) && getAt(config, each) !== undefined,
        ).map((each) => [each, getAt(config, each)] as const);
        const together = typed(treeOf([...kept, [path, value]]));
        const again = typed(change, remembered);
        const own =
          path === "channel.input" && getAt(config, `${path}.type`) === getAt(value, "type");
        // Members that the new input does not name stay where its type stays.
        if (own) return;
        expect(again.ok).toBe(together.ok);
        if (again.ok && together.ok) expect(again.spec).toEqual(together.spec);
      },
    ),
    seeded("Specs made again from what is remembered", 1500),
  );
  expect(tried).toBeGreaterThan(20);
  expect(changed).toBeGreaterThan(10);
});

test("an input of another type takes no member of the remembered one along", () => {
  const { settings } = remembering({
    file: withChannel({ input: { type: "rtmp-push", cidrs: ["192.0.2.1/32"], streamName: "a/b" } }),
  });
  const flags = { input: "mp4-file", inputUrl: "https://example.com/b.mp4" };
  expect(specOf({ flags, remembered: settings }).channel.input).toEqual({
    type: "mp4-file",
    url: "https://example.com/b.mp4",
  });
  const missing = resolved({ flags: { input: "srt-caller" }, remembered: settings });
  expect(missing).toMatchObject({ ok: false, problems: [] });
  expect(specOf({ flags: { cidr: ["192.0.2.2/32"] }, remembered: settings }).channel.input).toEqual(
    {
      type: "rtmp-push",
      cidrs: ["192.0.2.2/32"],
      streamName: "a/b",
    },
  );
});

test("a ladder by name takes the place of rungs, and rungs of a name", () => {
  const rung = "240p30=426x240@30,350,64";
  const own = remembering({ file: withChannel({}), flags: { rung: [rung] } }).settings;
  expect(specOf({ flags: { ladder: "hd" }, remembered: own }).channel.ladderName).toBe("hd");
  const named = remembering({ file: withChannel({ ladder: "hd" }) }).settings;
  expect(specOf({ flags: { rung: [rung] }, remembered: named }).channel.ladder).toHaveLength(1);
});

test("precedence is flag, environment, file, remembered, default", () => {
  const { settings: remembered } = remembering({ file: withChannel({ segmentSeconds: 1 }) });
  const seconds = (given: Partial<ResolveInput>): number =>
    specOf({ remembered, ...given }).channel.segmentSeconds;
  const file = withChannel({ segmentSeconds: 1.5 });
  const env = { LIVE_ORIGIN_SEGMENT_SECONDS: "2" };
  expect(seconds({})).toBe(1);
  expect(seconds({ file })).toBe(1.5);
  expect(seconds({ file, env })).toBe(2);
  expect(seconds({ file, env, flags: { segmentSeconds: "4" } })).toBe(4);
  expect(seconds({ remembered: undefined, file: withChannel({}) })).toBe(2);
});

test("only what the same file said and says no more goes back to its default", () => {
  const tree = withChannel({ ladder: "hd", segmentSeconds: 1 });
  const kept = remembering({ file: tree, flags: { windowSegments: "20" } });
  const left = (path: string, now: unknown) => standing(kept, { path, tree: now }, ALL);
  expect(left("live-origin.json", tree).removed).toEqual([]);
  expect(left("other.json", {}).removed).toEqual([]);
  expect(left("live-origin.json", undefined).removed).toEqual([]);
  const now = withChannel({ segmentSeconds: 1 });
  const { settings, removed } = left("live-origin.json", now);
  expect(removed).toEqual(["channel.ladder"]);
  const again = resolved({ file: now, remembered: settings });
  if (!again.ok) throw new Error("not resolved");
  expect(again.spec.channel).toMatchObject({ ladderName: "tutorial", hls: { windowSegments: 20 } });
  expect(changedByRemoval(removed, kept, again)).toEqual([
    { path: "channel.ladder", from: "hd", to: "tutorial" },
  ]);
  const said = resolved({ file: now, remembered: settings, flags: { ladder: "mobile" } });
  if (!said.ok) throw new Error("not resolved");
  expect(changedByRemoval(removed, kept, said)).toEqual([]);
});

test("an input whose type is gone from the file is gone whole, and where the stack is stays", () => {
  const tree = withChannel({ input: { type: "hls-pull", url: "https://example.com/a.m3u8" } });
  const kept = remembering({ file: tree });
  const { settings } = standing(kept, { path: "live-origin.json", tree: {} }, ALL);
  expect(settings).toEqual({ region: "us-west-2" });
  expect(standing(kept, { path: "live-origin.json", tree: {} }, ["cdn"]).removed).toEqual([]);
});
