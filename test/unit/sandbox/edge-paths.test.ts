import { expect, test } from "vitest";
import { normalisePath, pathMatcher } from "../../../src/sandbox/edge/path-match.ts";

test.each([
  ["/playlist.m3u8", "/playlist.m3u8"],
  ["/%70laylist%2Em3u8", "/playlist.m3u8"],
  ["/a/./b/../c", "/a/c"],
  ["/a/%2e%2e/b", "/b"],
  ["/../../x", "/x"],
  ["/a/b/..", "/a/"],
  ["/a/.", "/a/"],
  ["/a%2fb%3f", "/a%2Fb%3F"],
  ["//a///b", "//a///b"],
  ["/a%", "/a%"],
  ["/a.b/..c", "/a.b/..c"],
])("%s is matched as %s", (path, normalised) => {
  expect(normalisePath(path)).toBe(normalised);
});

test.each([
  ["*", "/anything/at.all", true],
  ["*.ts", "/a/b_00001.ts", true],
  ["*.ts", "/a.TS", false],
  ["*.ts", "/axts", false],
  ["/images/*.jpg", "/images/a/b.jpg", true],
  ["images/*.jpg", "/images/a.jpg", true],
  ["images/*.jpg", "/other/images/a.jpg", false],
  ["a??.gif", "/a12.gif", true],
  ["a??.gif", "/a1.gif", false],
  ["a??.gif", "/a/2.gif", true],
  ["playlist_*.m3u8", "/playlist.m3u8", false],
  ["playlist_*.m3u8", "/playlist_480p30.m3u8", true],
  ["a+(b)$", "/a+(b)$", true],
  ["a+(b)$", "/aa(b)", false],
])("the pattern %s on %s: %s", (pattern, path, fits) => {
  expect(pathMatcher(pattern)(path)).toBe(fits);
});
