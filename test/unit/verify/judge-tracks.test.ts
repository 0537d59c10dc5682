import { expect, test } from "vitest";
import { judgeTracks } from "../../../src/verify/stream/judge-tracks.ts";
import { madeList, madeWindow } from "./made-readings.ts";

const END = "#EXT-X-ENDLIST\n";

/** What is said of segments with picture (`v`), sound (`a`), both or neither, all of which their tables announce. */
function said(come: readonly string[], end = ""): readonly string[] {
  const text =
    madeList(
      5,
      come.map(() => 2),
    ) + end;
  const window = madeWindow(
    text,
    come.map(() => 2),
  );
  const track = { codec: undefined, seconds: undefined, width: undefined, height: undefined };
  const segments = window.segments.map((reading, index) => {
    const start = (kind: string) =>
      come[index]?.includes(kind) === true ? 10 + 2 * index : undefined;
    const video = { ...track, startSeconds: start("v"), startsWithKeyframe: false };
    const audio = { ...track, startSeconds: start("a") };
    return {
      ...reading,
      media: { container: "mpeg-ts" as const, broken: undefined, video, audio },
    };
  });
  return judgeTracks([{ ...window, segments }]).map(({ code, saw }) => `${code} ${saw.slice(-17)}`);
}

test("what the tables announce must come", () => {
  expect(said(["va", "va", "v", "va"])).toEqual(["SOUND_ABSENT ; 1 of 4 segments"]);
  expect(said(["va", "va", "va", "a"])).toEqual(["PICTURE_ABSENT ; 1 of 4 segments"]);
  expect(said(["a", "a", "a"], END)).toEqual(["PICTURE_ABSENT ; 3 of 3 segments"]);
});

test("a film may begin and end with one of the two, and what is cut is told elsewhere", () => {
  expect(said(["v", "va", "va", "a"], END)).toEqual([]);
  expect(said(["v", "va", "v", "va"], END)).toEqual(["SOUND_ABSENT ; 1 of 4 segments"]);
  expect(said(["va", "", "va"])).toEqual([]);
});
