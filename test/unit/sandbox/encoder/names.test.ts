import { expect, test } from "vitest";
import {
  resolveDates,
  resolveIdentifiers,
} from "../../../../src/sandbox/encoder/packaging/identifiers.ts";
import { objectNames } from "../../../../src/sandbox/encoder/packaging/object-names.ts";
import { readHlsSettings } from "../../../../src/sandbox/encoder/reading/read-hls.ts";
import { readEncoderSettings } from "../../../../src/sandbox/encoder/reading/read-encoder-settings.ts";
import { encoderJob, rungSettings, type ChannelOptions } from "./support/settings.ts";

const AT = Date.UTC(2026, 6, 9, 8, 7, 6, 543);

test.each([
  ["_$dt$", "_20260709T080706"],
  ["$d$-$t$", "20260709-080706"],
  ["$t$-", "080706-"],
  ["_$w$x$h$_$f$", "_640x480_29"],
  ["$rv$-$ra$-$rc$", "1500-128-1628"],
  ["$h%05$", "00480"],
  ["100$$", "100$"],
  ["plain", "plain"],
  ["$unknown$", "$unknown$"],
])("%s becomes %s", (text, expected) => {
  const rung = rungSettings({ fps: { numerator: 30_000, denominator: 1001 } });
  expect(resolveIdentifiers(text, rung, AT)).toBe(expected);
});

test("in a destination only dates are resolved", () => {
  expect(resolveDates("live-$dt$-$h$", AT)).toBe("live-20260709T080706-$h$");
});

const namesOf = (options: ChannelOptions): ReturnType<typeof objectNames> => {
  const job = encoderJob(options);
  return objectNames(readEncoderSettings(job), readHlsSettings(job), AT);
};

test("names follow the tutorial: base, name modifier, underscore, five digits", () => {
  const names = namesOf({});
  expect(names.master).toBe("playlist.m3u8");
  expect(names.variants).toEqual([
    "playlist_480p30.m3u8",
    "playlist_240p30.m3u8",
    "playlist_720p30.m3u8",
  ]);
  expect(names.segment(0, 891, AT)).toBe("playlist_480p30_00891.ts");
  expect(names.segment(2, 99_999, AT)).toBe("playlist_720p30_99999.ts");
  expect(names.segment(2, 100_000, AT)).toBe("playlist_720p30_100000.ts");
});

test("$dt$ in a segment modifier is the time of each segment, in a name modifier that of the start", () => {
  const names = namesOf({ output: { nameModifier: "_$t$", segmentModifier: "_$dt$" } });
  expect(names.variants[0]).toBe("playlist_080706.m3u8");
  expect(names.segment(0, 1, AT)).toBe("playlist_080706_20260709T080706_00001.ts");
  expect(names.segment(0, 2, AT + 2000)).toBe("playlist_080706_20260709T080708_00002.ts");
});

test("a destination without .m3u8 gives the same names as one with it", () => {
  expect(namesOf({ url: "https://example.com/sports/curling" }).master).toBe("curling.m3u8");
});
