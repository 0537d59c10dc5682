import { expect, test } from "vitest";
import { createUpstreamMap } from "../../../src/play/server/upstream-map.ts";

const MASTER = "https://edge.example/live/playlist.m3u8?x=1";

test("makes every address in a playlist a path of ours, and finds the way back", () => {
  const map = createUpstreamMap();
  expect(map.pathOf(MASTER)).toBe("/from/0/live/playlist.m3u8?x=1");
  const text = [
    "#EXTM3U",
    '#EXT-X-MAP:URI="init.mp4",BYTERANGE="1@0"',
    "low.m3u8?a=b",
    "/other/high.m3u8",
    "https://second.example/far.m3u8",
    "",
  ].join("\n");
  const rewritten = map.rewritten(text, MASTER).split("\n");
  expect(rewritten).toEqual([
    "#EXTM3U",
    '#EXT-X-MAP:URI="/from/0/live/init.mp4",BYTERANGE="1@0"',
    "/from/0/live/low.m3u8?a=b",
    "/from/0/other/high.m3u8",
    "/from/1/far.m3u8",
    "",
  ]);
  expect(map.addressOf("/from/0/live/low.m3u8?a=b")).toBe("https://edge.example/live/low.m3u8?a=b");
  expect(map.addressOf("/from/1/far.m3u8")).toBe("https://second.example/far.m3u8");
});

test("asks no host that no playlist has named", () => {
  const map = createUpstreamMap();
  map.pathOf(MASTER);
  for (const path of ["/from/1/x", "/from/https://evil.example/x", "/from//x", "/from/0", "/x"])
    expect(map.addressOf(path)).toBeUndefined();
  expect(map.addressOf("/from/0/@evil.example/x")).toBe("https://edge.example/@evil.example/x");
  expect(map.rewritten("data:text/plain,x", MASTER)).toBe("data:text/plain,x");
});
