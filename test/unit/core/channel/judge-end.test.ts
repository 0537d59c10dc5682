import { describe, expect, test } from "vitest";
import {
  beganAt,
  digestOf,
  isOfRun,
  type Listing,
  openListings,
  secondsLeft,
  whyNotEnded,
  withEnd,
} from "../../../../src/core/channel/judge-end.ts";
import { playlistSeen, type PlaylistsSeen } from "../../../../src/core/writers/playlist-seen.ts";

const NAME = "playlist_480p30.m3u8";
const NOON = Date.UTC(2026, 10, 28, 12);

/** A window of three segments of two seconds that ends with `newest`, named as MediaLive does. */
function text(newest: number, { at = "20261128T120000_", stem = "playlist_480p30" } = {}): string {
  const segments = [newest - 2, newest - 1, newest].map(
    (number) => `#EXTINF:2.0,\n${stem}_${at}${String(number).padStart(5, "0")}.ts`,
  );
  const head = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", `#EXT-X-MEDIA-SEQUENCE:${newest - 2}`];
  return `${[...head, ...segments].join("\n")}\n`;
}

const seen = (body: string): PlaylistsSeen => new Map([[NAME, playlistSeen(200, body)]]);
function listing(body: string): Listing {
  const found = openListings(seen(body)).get(NAME);
  if (found === undefined) throw new Error("nothing is listed");
  return found;
}

const FRESH = { foundAtStart: [], whileStopping: [] };
const left = digestOf(listing(text(9)));

describe("a run is known by when its first segment began", () => {
  const began = "2026-11-28T11:59:44.000Z";
  const evidence = { ...FRESH, runBegan: began };
  test.each([
    ["its own list", text(9), true],
    ["minutes later, from other segments", text(99, { at: "20261128T120300_" }), true],
    ["another run with the same names", text(9, { at: "20261128T120007_" }), false],
    ["names that carry no time", text(9, { at: "" }), false],
  ])("%s", (_, body, is) => {
    expect(beganAt(listing(text(9)))).toBe(Date.parse(began));
    expect(isOfRun(NAME, listing(body), evidence)).toBe(is);
  });

  test("but for one that was seen while the channel ran: a change had restarted it", () => {
    const restarted = text(9, { at: "20261128T120007_" });
    const whileStopping = [seen(text(8, { at: "20261128T120007_" }))];
    expect(isOfRun(NAME, listing(restarted), { ...evidence, whileStopping })).toBe(true);
  });
});

describe("a playlist is given an end", () => {
  test.each([
    ["when it stands still and came after the start", text(9), text(9), FRESH, undefined],
    ["not when it moves", text(9), text(10), FRESH, "somebody else still writes it"],
    [
      "not when an earlier run left it",
      text(9),
      text(9),
      { ...FRESH, foundAtStart: [left] },
      "it does not belong to the show that this stack started",
    ],
    [
      "not when its segments have other names",
      text(9, { stem: "playlist_other" }),
      text(9, { stem: "playlist_other" }),
      FRESH,
      "it does not belong to the show that this stack started",
    ],
    [
      "not when no start is known and nobody saw it run",
      text(9),
      text(9),
      { foundAtStart: undefined, whileStopping: [] },
      "it does not belong to the show that this stack started",
    ],
    [
      "when no start is known and it was seen running",
      text(9),
      text(9),
      { foundAtStart: undefined, whileStopping: [seen(text(8))] },
      undefined,
    ],
    [
      "not when two took turns in it",
      text(9),
      text(9),
      { foundAtStart: [], whileStopping: [seen(text(8)), seen(text(50, { at: "" }))] },
      "it had two writers: the segments of two runs take turns in it",
    ],
  ])("%s", (_, first, second, evidence, why) => {
    expect(whyNotEnded(NAME, { first: seen(first), second: seen(second) }, evidence)).toBe(why);
  });

  test("at its end, once", () => {
    const ended = withEnd(text(9));
    expect(ended).toMatch(/_00009\.ts\n#EXT-X-ENDLIST\n$/);
    expect(openListings(seen(ended)).size).toBe(0);
  });
});

describe("the TTL is what the oldest segment has left", () => {
  // It began at noon and was complete two seconds later.
  const at = (seconds: number) => NOON + seconds * 1000;
  test.each([
    ["by the time in its name", text(3), { now: at(602), ranAt: undefined }, 3000],
    [
      "never more than the list allows, whatever the clock here",
      text(3),
      { now: at(-90), ranAt: undefined },
      3596,
    ],
    ["by when it was last seen growing", text(3, { at: "" }), { now: at(60), ranAt: at(0) }, 3534],
    ["else for as long as it plays", text(3, { at: "" }), { now: at(60), ranAt: undefined }, 6],
    ["nothing when it is gone", text(3), { now: at(4000), ranAt: undefined }, -398],
  ])("%s", (_, body, times, seconds) => {
    expect(secondsLeft(listing(body), { ttlSeconds: 3600, ...times })).toBe(seconds);
  });
});
