import { expect, test } from "vitest";
import {
  besideHeld,
  heldBack,
  settingsHeld,
  withoutHeld,
} from "../../../src/config/resolve/held-settings.ts";
import { resolveSpec } from "../../../src/config/resolve/resolve.ts";

const WHOLE = ["origin", "channel", "cdn"] as const;

test("a command for one part holds the settings of the parts that are there, and no others", () => {
  expect(settingsHeld(undefined, WHOLE).size).toBe(0);
  expect(settingsHeld("cdn", ["origin"]).has("channel.ladder")).toBe(false);
  const held = settingsHeld("cdn", WHOLE);
  expect(held.get("channel.ladder")).toBe("channel");
  expect(held.get("origin.keyDays")).toBe("origin");
  // The channel writes with it.
  expect(held.get("origin.ttlSeconds")).toBe("channel");
  expect(settingsHeld("origin", WHOLE).get("origin.ttlSeconds")).toBe("channel");
  expect(settingsHeld("channel", WHOLE).has("origin.ttlSeconds")).toBe(false);
  for (const path of ["name", "region", "origin.endpoint", "origin.cache", "cdn.cors"])
    expect(held.has(path)).toBe(false);
});

test("what any source says of held settings is left out, and told where it is another value", () => {
  const held = settingsHeld("cdn", WHOLE);
  const said = {
    flags: { name: "evening", ttlSeconds: "900", corsHeaders: undefined, region: "eu-west-1" },
    env: { LIVE_ORIGIN_SEGMENT_SECONDS: "1", HOME: "/" },
    file: {
      channel: { ladder: "mobile", input: { type: "mp4-file", url: "https://a.example/a.mp4" } },
      cdn: { cors: false },
    },
    remembered: {
      channel: { input: { type: "mp4-file", url: "https://a.example/a.mp4" }, ladder: "tutorial" },
    },
    parts: ["origin", "cdn"] as const,
  };
  const without = withoutHeld(said, held);
  expect(without).toMatchObject({ flags: { name: "evening" }, env: { HOME: "/" } });
  expect(without.file).toEqual({ cdn: { cors: false } });
  const asked = resolveSpec(said);
  const applied = resolveSpec(without);
  if (!asked.ok || !applied.ok) throw new Error("not valid");
  expect(applied.spec).toMatchObject({
    origin: { ttlSeconds: 3600 },
    channel: { ladderName: "tutorial", segmentSeconds: 2 },
    cdn: { cors: false },
  });
  // The GOP follows, and the input is the same.
  expect(heldBack({ asked: asked.spec, said }, applied.spec, held)).toEqual([
    { path: "origin.ttlSeconds", part: "channel", source: "flag", value: 900 },
    { path: "channel.ladder", part: "channel", source: "file", value: "mobile" },
    { path: "channel.segmentSeconds", part: "channel", source: "environment", value: 1 },
  ]);
});

test("what goes with what was said, but not with what was applied, is refused with the reason", () => {
  const said = {
    flags: { region: "eu-west-1" },
    env: {},
    file: { channel: { segmentSeconds: 4 }, cdn: { playlistCacheSeconds: 3 } },
    parts: ["origin", "cdn"] as const,
  };
  expect(resolveSpec(said).ok).toBe(true);
  const refused = resolveSpec(withoutHeld(said, settingsHeld("cdn", WHOLE)));
  if (refused.ok) throw new Error("it is valid");
  const [problem] = besideHeld(refused).problems;
  expect(problem?.message).toContain("every 2 s");
  expect(problem?.hint).toMatch(/--playlist-cache-seconds 1 .*counts as it was applied/);
});
