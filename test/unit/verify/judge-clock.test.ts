import { expect, test } from "vitest";
import { judgeClock } from "../../../src/verify/stream/judge-clock.ts";
import { madeList, madeWindow } from "./made-readings.ts";

/** What is said of a variant and a rendition of sound that begins so many seconds earlier. */
function said(earlierSeconds: number, end = ""): readonly string[] {
  const picture = madeWindow(madeList(5, [2, 2, 2]) + end, [2, 2, 2]);
  const sound = {
    ...picture,
    rendition: { ...picture.rendition, kind: "audio" as const, name: "s.m3u8" },
    segments: picture.segments.map((reading) => {
      const { video, ...media } = reading.media ?? {};
      const audio = video && { ...video, startSeconds: (video.startSeconds ?? 0) - earlierSeconds };
      return {
        ...reading,
        media: { container: "fmp4", broken: undefined, ...media, video: undefined, audio } as const,
      };
    }),
  };
  return judgeClock([picture, sound]).map(({ code }) => code);
}

test("a rendition of sound keeps pace with the picture, and its clock", () => {
  expect(said(0.02)).toEqual([]);
  expect(said(6)).toEqual(["RENDITION_BEHIND"]);
  expect(said(500)).toEqual(["RENDITIONS_ON_DIFFERENT_CLOCKS"]);
  expect(said(6, "#EXT-X-ENDLIST\n")).toEqual([]);
});

test.each([
  [0.3, 0.04, ["SOUND_OFF"]],
  [0.99, 1, []],
  [3, 1, ["SOUND_OFF"]],
])("sound %d s after pictures that last %d s each", (late, pictureSeconds, wanted) => {
  const window = madeWindow(madeList(5, [2, 2, 2]), [2, 2, 2]);
  const segments = window.segments.map((reading) => {
    const { media } = reading;
    if (media?.video === undefined) throw new Error("no picture was made");
    const video = { ...media.video, pictureSeconds };
    const audio = { ...video, startSeconds: (video.startSeconds ?? 0) + late };
    return { ...reading, media: { ...media, video, audio } };
  });
  expect(judgeClock([{ ...window, segments }]).map(({ code }) => code)).toEqual(wanted);
});
