import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearest, suggestionText } from "../../../src/config/text/suggestion.ts";
import { seeded } from "../seeded.ts";

describe("the nearest word", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["recieve", "receive", 1],
    ["abcd", "acbd", 1],
    ["flag", "flags", 1],
  ])("counts the edits from %j to %j", (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
  });

  it("is found for a typo, a swap, another case and a beginning", () => {
    const words = ["segmentSeconds", "gopSeconds", "ladder", "rtmp-push"];
    expect(nearest("segmentsecond", words)).toBe("segmentSeconds");
    expect(nearest("goSpeconds", words)).toBe("gopSeconds");
    expect(nearest("LADER", words)).toBe("ladder");
    expect(nearest("rtmp", words)).toBe("rtmp-push");
  });

  it("is not found for another word", () => {
    expect(nearest("bitrate", ["segmentSeconds", "ladder", "cdn"])).toBeUndefined();
    expect(nearest("x", ["y"])).toBeUndefined();
    expect(suggestionText("quux", ["ladder"])).toBeUndefined();
  });

  it("is a distance: symmetric, and zero for the same word only", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (left, right) => {
        expect(editDistance(left, right)).toBe(editDistance(right, left));
        expect(editDistance(left, right) === 0).toBe(left === right);
      }),
      seeded("distances of words", 1000),
    );
  });
});
