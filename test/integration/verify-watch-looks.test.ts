import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  firstOf,
  liveShow,
  mediaPlaylist,
  numberOf,
  type Between,
  type LiveShow,
} from "./support/live-show.ts";
import { hasFfmpeg, makeStreams, type MadeStreams } from "./support/made-streams.ts";

const isAble = await hasFfmpeg();
if (!isAble) console.log("verify-watch-looks: skipped, because ffmpeg is not installed here");

let made: MadeStreams;
const shows: LiveShow[] = [];
beforeAll(async () => {
  if (isAble) made = await makeStreams();
}, 120_000);
afterEach(async () => {
  for (const show of shows.splice(0)) await show.close();
});

async function showWith(between?: Between): Promise<LiveShow> {
  const show = await liveShow(made, between);
  shows.push(show);
  return show;
}

/** What looks one after the other find, every one of them once. */
async function looksOf(show: LiveShow, minutes: number): Promise<readonly string[]> {
  const found: string[] = [];
  const until = show.clock.now() + minutes * 60_000;
  while (show.clock.now() < until) {
    const { checks } = await show.look();
    const now = [firstOf(checks, "fail"), firstOf(checks, "warn")].filter((each) => each !== "");
    const said = now.join("; ");
    if (said !== found.at(-1)) found.push(said);
    await show.clock.sleep(1_000);
  }
  return found;
}

describe.skipIf(!isAble)("looks that follow each other", () => {
  test("find nothing in minutes of a healthy show, and keep no more than is listed", async () => {
    const show = await showWith();
    const minutes = Number(process.env["LIVE_ORIGIN_WATCH_MINUTES"] ?? 2);
    expect(await looksOf(show, minutes)).toEqual([""]);
    expect(show.memory.segments.size).toBeLessThanOrEqual(10);
    for (const lists of show.memory.lists.values()) expect(lists.length).toBeLessThanOrEqual(32);
  });

  test("stay red for as long as a bad segment is listed, and no longer", async () => {
    const show = await showWith((served, path) => (numberOf(path) === 12 ? undefined : served));
    expect(await looksOf(show, 0.6)).toEqual(["", "edge-media SEGMENT_MISSING", ""]);
  });

  test("find two writers that take turns every ten seconds", async () => {
    let begun = 0;
    const show = await showWith((served, path, clock) => {
      begun ||= clock.now();
      const seconds = (clock.now() - begun) / 1000;
      const rung = /^\/([ab])\.m3u8$/.exec(path)?.[1];
      const isTheirs = Math.floor(seconds / 10) % 2 === 1;
      if (rung === undefined) return served;
      return isTheirs
        ? { body: Buffer.from(mediaPlaylist(rung, 900 + Math.floor(seconds / 2))) }
        : served;
    });
    const found = await looksOf(show, 0.8);
    expect(found.at(-1)).toContain("edge-lists TWO_WRITERS");
  });

  test("find nothing in a show that ends, and another one under the same names", async () => {
    let begun = 0;
    const show = await showWith((served, path, clock) => {
      begun ||= clock.now();
      const seconds = (clock.now() - begun) / 1000;
      const rung = /^\/([ab])\.m3u8$/.exec(path)?.[1];
      if (rung === undefined) return served;
      if (seconds < 10) return served;
      if (seconds < 30) return { body: Buffer.from(`${mediaPlaylist(rung, 12)}#EXT-X-ENDLIST\n`) };
      return { body: Buffer.from(mediaPlaylist(rung, 4 + Math.floor((seconds - 30) / 2))) };
    });
    const found = await looksOf(show, 1);
    expect(found.filter((each) => /lists|fresh/.test(each))).toEqual([]);
  });

  test("tell a restart once", async () => {
    let begun = 0;
    const show = await showWith((served, path, clock) => {
      begun ||= clock.now();
      const seconds = (clock.now() - begun) / 1000;
      const rung = /^\/([ab])\.m3u8$/.exec(path)?.[1];
      if (rung === undefined || seconds < 10) return served;
      return { body: Buffer.from(mediaPlaylist(rung, 4 + Math.floor((seconds - 10) / 2))) };
    });
    const found = await looksOf(show, 0.6);
    expect(found.filter((each) => each.includes("ENCODER_RESTARTED"))).toHaveLength(1);
    expect(found.at(-1)).toBe("");
  });

  test.each<readonly [string, string, Between]>([
    [
      "segments that the edge keeps for a second",
      "edge-segments-cached SEGMENTS_CACHED_BRIEFLY",
      keptForMs(1_000),
    ],
    ["segments that the edge keeps", "", keptForMs(Infinity)],
    [
      "a whole window of an earlier run",
      "edge-clock STALE_SEGMENTS",
      (served, path) =>
        served && path.endsWith(".ts")
          ? { ...served, headers: { "x-cache": "Hit from cloudfront", age: "3600" } }
          : served,
    ],
  ])("tell %s", async (_what, wanted, between) => {
    const show = await showWith(between);
    const { checks } = await show.look();
    expect([firstOf(checks, "fail"), firstOf(checks, "warn")].filter(Boolean)).toEqual(
      wanted === "" ? [] : [wanted],
    );
  });

  test("show what is wrong side by side", async () => {
    const show = await showWith((served, path) => (path === "/b_7.ts" ? undefined : served));
    const { timeline } = await show.look();
    expect(timeline?.renditions).toEqual([
      { name: "a.m3u8", grew: true },
      { name: "b.m3u8", grew: true },
    ]);
    const row = timeline?.rows.find(({ sequence }) => sequence === 7);
    expect(row?.cells.map((cell) => cell?.is)).toEqual(["ok", "SEGMENT_MISSING"]);
  });
});

/** An edge that keeps each segment for so long. */
function keptForMs(milliseconds: number): Between {
  const kept = new Map<string, number>();
  return (served, path, clock) => {
    if (served === undefined || !path.endsWith(".ts")) return served;
    const since = kept.get(path);
    const isHit = since !== undefined && clock.now() - since <= milliseconds;
    if (!isHit) kept.set(path, clock.now());
    const age = isHit ? { age: String(Math.floor((clock.now() - since) / 1000)) } : {};
    return {
      ...served,
      headers: { "x-cache": `${isHit ? "Hit" : "Miss"} from cloudfront`, ...age },
    };
  };
}

const FILTERS: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "black and silent",
    "color=black:size=320x240:rate=25",
    "anullsrc=r=48000",
    ["PICTURE_BLACK", "SOUND_SILENT"],
  ],
  [
    "still, with sound",
    "testsrc2=size=320x240:rate=25,trim=end_frame=1,loop=-1:1",
    "sine=440:sample_rate=48000",
    ["PICTURE_STILL"],
  ],
  [
    "moving, and quiet",
    "testsrc2=size=320x240:rate=25",
    "sine=440:sample_rate=48000,volume=-40dB",
    [],
  ],
];

describe.skipIf(!isAble)("what the newest seconds show", () => {
  test.each(FILTERS)("%s", async (_what, picture, sound, wanted) => {
    const body = await segmentOf(picture, sound);
    const list =
      "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:4,\nv.ts\n#EXT-X-ENDLIST\n";
    const show = await liveShow(
      made,
      (_served, path) => ({ body: path === "/v.ts" ? body : Buffer.from(list) }),
      process.env["PATH"],
    );
    shows.push(show);
    const { checks } = await show.look();
    const found = checks.find(({ id }) => id === "edge-picture");
    expect(found?.suspects.map(({ code }) => code)).toEqual(wanted);
    expect([found?.verdict, firstOf(checks, "fail")]).toEqual([
      wanted.length === 0 ? "pass" : "warn",
      "",
    ]);
  });
});

async function segmentOf(picture: string, sound: string): Promise<Buffer> {
  const codecs = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -c:a aac -t 4 -f mpegts -";
  const { stdout } = await promisify(execFile)(
    "ffmpeg",
    [
      "-nostdin",
      "-v",
      "error",
      "-f",
      "lavfi",
      "-i",
      picture,
      "-f",
      "lavfi",
      "-i",
      sound,
      ...codecs.split(" "),
    ],
    { encoding: "buffer", maxBuffer: 10_000_000 },
  );
  return stdout;
}
