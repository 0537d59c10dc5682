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
