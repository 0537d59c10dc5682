import { expect, test } from "vitest";
import { createUpstreamMap } from "../../../src/play/server/upstream-map.ts";

const MASTER = "https://edge.example/live/playlist.m3u8?x=1";

test("makes every address in a playlist a path of ours, and finds the way back", () => {
  const map = createUpstreamMap(MASTER);
  expect(map.path).toBe("/from/0/live/playlist.m3u8?x=1");
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
  const map = createUpstreamMap(MASTER);
  for (const path of ["/from/1/x", "/from/https://evil.example/x", "/from//x", "/from/0", "/x"])
    expect(map.addressOf(path)).toBeUndefined();
  expect(map.addressOf("/from/0/@evil.example/x")).toBe("https://edge.example/@evil.example/x");
  expect(map.rewritten("data:text/plain,x", MASTER)).toBe("/not-handed-on");
});

const LOCAL = [
  "http://127.0.0.1:22/x",
  "http://localhost/x",
  "http://a.localhost:8080/x",
  "http://[::1]:22/x",
  "http://[::ffff:127.0.0.1]/x",
  "http://[fe80::1]/x",
  "http://[fd00::1]/x",
  "http://2130706433/x",
  "http://0x7f.1/x",
  "http://0/x",
  "http://169.254.169.254/latest/meta-data/",
  "http://10.0.0.1/x",
  "http://192.168.1.1/x",
  "http://172.16.0.1/x",
  "http://router/x",
  "http://printer.local/x",
  "http://localhost./x",
  "//127.0.0.1:22/x",
  "http:\\\\127.0.0.1:22\\x",
  "file:///etc/passwd",
  "ftp://127.0.0.1/x",
  "http://[not a host/x",
];

test.each(LOCAL)("hands on nothing of this machine or network: %s", (address) => {
  for (const stream of [MASTER, "http://127.0.0.1:4321/playlist.m3u8"]) {
    const map = createUpstreamMap(stream);
    const text = `${address}\n#EXT-X-KEY:METHOD=AES-128,URI="${address}"`;
    expect(map.rewritten(text, stream)).toBe(
      '/not-handed-on\n#EXT-X-KEY:METHOD=AES-128,URI="/not-handed-on"',
    );
    expect(map.addressOf("/from/1/x")).toBeUndefined();
  }
});

test("a stream of this machine is played, and only from its own port", () => {
  const stream = "http://127.0.0.1:4321/playlist.m3u8";
  const map = createUpstreamMap(stream);
  const text = "http://127.0.0.1:4321/a.ts\nhttp://127.0.0.1:4322/a.ts\nhttp://localhost:4321/a.ts";
  expect(map.rewritten(text, stream)).toBe("/from/0/a.ts\n/not-handed-on\n/not-handed-on");
});

test("remembers no end of hosts", () => {
  const map = createUpstreamMap(MASTER);
  const many = Array.from({ length: 500 }, (_, index) => `https://h${index}.example/x`).join("\n");
  expect(map.rewritten(many, MASTER).split("\n").at(-1)).toBe("/not-handed-on");
});
