import { expect, test } from "vitest";
import { masterDifferences } from "../../../src/verify/master-difference.ts";
import type { VariantLink } from "../../../src/verify/playlists.ts";

const low: VariantLink = {
  uri: "playlist_low.m3u8",
  resolution: "320x240",
  codecs: "avc1.4d400d,mp4a.40.2",
  bandwidth: 1_000_000,
  averageBandwidth: 900_000,
};
const high: VariantLink = { ...low, uri: "playlist_high.m3u8", resolution: "960x720" };
const cbr = { isCbr: true };

test("finds nothing where only the queries differ", () => {
  const origin = [low, high].map((link) => ({ ...link, uri: `${link.uri}?token=x&role=origin` }));
  expect(masterDifferences([low, high], origin, cbr)).toEqual([]);
});

test("names another order, and a missing variant", () => {
  expect(masterDifferences([high, low], [low, high], cbr)).toEqual([
    "variants: playlist_high.m3u8, playlist_low.m3u8 at the edge, playlist_low.m3u8, playlist_high.m3u8 at the origin",
  ]);
  expect(masterDifferences([low], [low, high], cbr)).toHaveLength(1);
});

test("names every member that differs, each by itself", () => {
  const other = { ...low, resolution: "640x480", codecs: "avc1.77.30,mp4a.40.2", bandwidth: 2 };
  expect(masterDifferences([other], [low], cbr)).toEqual([
    "RESOLUTION of playlist_low.m3u8: 640x480 at the edge, 320x240 at the origin",
    "CODECS of playlist_low.m3u8: avc1.77.30,mp4a.40.2 at the edge, avc1.4d400d,mp4a.40.2 at the origin",
    "BANDWIDTH of playlist_low.m3u8: 2 at the edge, 1000000 at the origin",
  ]);
});

test("wants the same bandwidth with CBR, and one within a quarter else", () => {
  const near = [{ ...low, bandwidth: 1_250_000 }];
  expect(masterDifferences(near, [low], cbr)).toHaveLength(1);
  expect(masterDifferences(near, [low], { isCbr: false })).toEqual([]);
  const far = [{ ...low, bandwidth: 1_250_001 }];
  expect(masterDifferences(far, [low], { isCbr: false })).toHaveLength(1);
});
