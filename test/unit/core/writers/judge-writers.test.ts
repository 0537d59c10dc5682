import { describe, expect, test } from "vitest";
import {
  hasOpenLists,
  hasPlaylists,
  judgeWriters,
  quietWindowMs,
} from "../../../../src/core/writers/judge-writers.ts";
import { type PlaylistSeen, playlistSeen } from "../../../../src/core/writers/playlist-seen.ts";
import { judgeSecondWriter } from "../../../../src/core/writers/second-writer.ts";

/** A window that ends with `newest`, of three segments unless `length` says. */
function variant(
  newest: number,
  { run = "a", end = false, target = 2, length = 3 } = {},
): PlaylistSeen {
  const oldest = newest - length + 1;
  const segments = Array.from(
    { length },
    (_, index) => `#EXTINF:2.0,\nplaylist_480p30_${run}_${oldest + index}.ts`,
  );
  return playlistSeen(
    200,
    [
      "#EXTM3U",
      `#EXT-X-TARGETDURATION:${target}`,
      `#EXT-X-MEDIA-SEQUENCE:${oldest}`,
      ...segments,
      ...(end ? ["#EXT-X-ENDLIST"] : []),
      "",
    ].join("\n"),
  );
}

const absent = playlistSeen(404, "");
const seen = (...playlists: readonly PlaylistSeen[]): ReadonlyMap<string, PlaylistSeen> =>
  new Map(playlists.map((playlist, index) => [`playlist_${index}.m3u8`, playlist]));
const unknown = [401, 403, 429, 500, 503].map((status) => [status, playlistSeen(status, "")]);

test("what is watched for to the end of the window: a list that has not ended, or that cannot be read", () => {
  const master = playlistSeen(
    200,
    "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nplaylist_480p30.m3u8\n",
  );
  expect(hasOpenLists(seen(master, absent, variant(9, { end: true })))).toBe(false);
  expect(hasOpenLists(seen(master, variant(9, { end: true }), variant(9)))).toBe(true);
  expect(hasOpenLists(seen(master, playlistSeen(503, "")))).toBe(true);
  expect(hasOpenLists(seen())).toBe(false);
});

describe("two reads while our own channel is idle", () => {
  test.each([
    ["what stands still is left from an earlier run", variant(9), variant(9), "nobody"],
    ["a new segment is somebody's", variant(9), variant(10), "somebody"],
    ["a run that begins anew as well", variant(900), variant(3, { run: "b" }), "somebody"],
    ["what comes was written meanwhile", absent, variant(3), "somebody"],
    ["what goes is nobody's", variant(9), absent, "nobody"],
    [
      "what has ended is nobody's, new segments or not",
      variant(9),
      variant(11, { end: true }),
      "nobody",
    ],
    ["nothing at all is nobody's", absent, absent, "nobody"],
  ])("%s", (_, first, second, is) => {
    expect(judgeWriters(seen(first), seen(second)).is).toBe(is);
  });

  test.each(unknown)(
    "%i at the second read tells nothing, at the first only with 404 or ENDLIST after it",
    (_, why) => {
      const at = why as PlaylistSeen;
      expect(judgeWriters(seen(variant(9)), seen(at)).is).toBe("unknown");
      expect(judgeWriters(seen(at), seen(variant(9))).is).toBe("unknown");
      expect(judgeWriters(seen(at), seen(absent)).is).toBe("nobody");
      expect(judgeWriters(seen(at), seen(variant(9, { end: true }))).is).toBe("nobody");
    },
  );

  test("one that moves outweighs one that cannot be read", () => {
    const cannot = playlistSeen(503, "");
    const verdict = judgeWriters(seen(cannot, variant(9)), seen(cannot, variant(10)));
    expect(verdict).toMatchObject({ is: "somebody", playlist: "playlist_1.m3u8" });
  });

  test("the window is three target durations of the slowest, 30 s at least, two minutes at most", () => {
    expect(quietWindowMs(seen(variant(9)), 30_000)).toBe(30_000);
    expect(quietWindowMs(seen(variant(9), variant(9, { target: 12 })), 30_000)).toBe(36_000);
    expect(quietWindowMs(seen(variant(9, { target: 99_999 })), 30_000)).toBe(120_000);
    expect(hasPlaylists(seen(absent, absent))).toBe(false);
    expect(hasPlaylists(seen(absent, playlistSeen(503, "")))).toBe(true);
  });
});

describe("reads across our own start", () => {
  const ours = [3, 4, 5, 6].map((newest) => variant(newest, { run: "b" }));
  test.each([
    ["our run after what an earlier one left", [variant(900), variant(900), ...ours], "nobody"],
    ["our run in an empty cache", [absent, absent, ...ours], "nobody"],
    [
      "names that begin anew with each run",
      [variant(40), variant(3), variant(4), variant(5)],
      "nobody",
    ],
    ["one read that overtook another", [absent, variant(4), variant(3), variant(5)], "nobody"],
    ["a last word of the run before", [variant(9), variant(10), ...ours], "nobody"],
    ["a run from before that goes on", [variant(9), variant(10), variant(11)], "somebody"],
    ["two runs that take turns", [absent, variant(3), ...ours.slice(0, 1), variant(4)], "somebody"],
    ["the one before comes back", [variant(9), ...ours.slice(0, 2), variant(11)], "somebody"],
    [
      "names of two runs that are the same",
      [absent, variant(5), variant(4), variant(6), variant(5)],
      "somebody",
    ],
  ])("%s: %#", (_, reads, is) => {
    expect(judgeSecondWriter(reads.map((each) => seen(each))).is).toBe(is);
  });

  test.each([
    ["goes on, a segment a list", [5, 6, 7], "somebody"],
    ["stands still", [5, 5, 5], "nobody"],
    ["had a last word", [5, 6, 6], "nobody"],
  ])("under a name that our ladder has not, one that %s", (_, numbers, is) => {
    const reads = numbers.map((newest) => seen(variant(newest, { length: 1 })));
    expect(judgeSecondWriter(reads, ["ours.m3u8"]).is).toBe(is);
    expect(judgeSecondWriter(reads, ["playlist_0.m3u8"]).is).toBe("nobody");
  });
});
