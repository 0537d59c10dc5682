import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/verify/check.ts";
import { verifyOnce } from "../../src/verify/report.ts";
import { urlTarget } from "../../src/verify/stack-target.ts";
import { scratchFolder, startCli } from "./support/cli.ts";
import { instantClock } from "./support/instant-clock.ts";
import { hasFfmpeg, makeStreams, type MadeStreams } from "./support/made-streams.ts";
import { serveStream, type Served, type StreamServer } from "./support/stream-server.ts";

const isAble = await hasFfmpeg();
if (!isAble) console.log("verify-forms: skipped, because ffmpeg is not installed here");

let made: MadeStreams;
let server: StreamServer;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
const startedAt = Date.now();

const text = (body: string): Served => ({ body: Buffer.from(body) });

/** What the made streams do not have as files: live windows, events, subtitles, redirects. */
const MORE: Readonly<Record<string, () => Served>> = {
  "/live/v.m3u8": () => text(windowOf({ listed: 3 })),
  "/event/v.m3u8": () => text(windowOf({ listed: Infinity, type: "EVENT" })),
  "/ended/v.m3u8": () => text(`${listed(4, 3)}#EXT-X-ENDLIST\n`),
  "/subtitles/master.m3u8": () =>
    text(
      '#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="en",LANGUAGE="en",URI="s.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=900000,SUBTITLES="s"\n../ts/v.m3u8\n#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="nowhere.m3u8"\n',
    ),
  "/subtitles/s.m3u8": () =>
    text(
      "#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:8.0,\ns.vtt\n#EXT-X-ENDLIST\n",
    ),
  "/subtitles/s.vtt": () => text("WEBVTT\n\n00:00.000 --> 00:02.000\nhello\n"),
  "/moved/master.m3u8": () => ({
    status: 302,
    headers: { location: "/ts/master.m3u8?signed=1" },
    body: Buffer.alloc(0),
  }),
};

/** The made media playlist of transport streams, changed. */
const changed = (edit: (list: string) => string, path = "/ts/v.m3u8"): Served =>
  text(
    edit(made.get(path)?.toString("utf8") ?? "").replaceAll(
      /^(\w+\.(?:ts|m4s|mp4))$/gm,
      `${path.replace(/[^/]*$/, "")}$1`,
    ),
  );

/** Forms that are allowed, each by the path of its playlist. */
const ALSO: Readonly<Record<string, readonly [string, () => Served]>> = {
  "lines that end with CR and LF": [
    "/crlf.m3u8",
    () => changed((list) => list.replaceAll("\n", "\r\n")),
  ],
  "a byte order mark": ["/bom.m3u8", () => changed((list) => `\uFEFF${list}`)],
  "blank lines and comments": [
    "/comments.m3u8",
    () => changed((list) => list.replaceAll("#EXTINF", "\n# a comment\n\n#EXTINF")),
  ],
  "no version, and no type": [
    "/bare.m3u8",
    () =>
      changed((list) =>
        list.replace(/#EXT-X-VERSION.*\n/, "").replace(/#EXT-X-PLAYLIST-TYPE.*\n/, ""),
      ),
  ],
  "tags that nobody knows": [
    "/unknown.m3u8",
    () =>
      changed((list) => list.replace("#EXTINF", "#EXT-X-CUE-OUT:30\n#EXT-X-FUTURE:A=1\n#EXTINF")),
  ],
  "dates, a start and date ranges": [
    "/dates.m3u8",
    () =>
      changed((list) =>
        list.replace(
          "#EXTINF",
          '#EXT-X-START:TIME-OFFSET=0\n#EXT-X-PROGRAM-DATE-TIME:2020-01-01T00:00:00Z\n#EXT-X-DATERANGE:ID="a",START-DATE="2020-01-01T00:00:00Z"\n#EXTINF',
        ),
      ),
  ],
  "a gap that is said": [
    "/gap.m3u8",
    () =>
      changed((list) => list.replace(/(#EXTINF[^\n]*\n)v1\.ts/, "#EXT-X-GAP\n$1nothing-here.ts")),
  ],
  "a key that ends": [
    "/none.m3u8",
    () => changed((list) => list.replace("#EXTINF", "#EXT-X-KEY:METHOD=NONE\n#EXTINF")),
  ],
  "one short segment": [
    "/short.m3u8",
    () =>
      changed(
        (list) =>
          `${list.slice(0, list.indexOf("v1.ts")).replace(/#EXTINF[^\n]*\n$/, "")}#EXT-X-ENDLIST\n`,
      ),
  ],
  "whole numbers as lengths": [
    "/whole.m3u8",
    () => changed((list) => list.replaceAll(/#EXTINF:(\d)\.\d+/g, "#EXTINF:$1")),
  ],
  "parts of low latency": [
    "/parts.m3u8",
    () =>
      changed((list) =>
        list
          .replace(
            /#EXT-X-VERSION:\d+/,
            "#EXT-X-VERSION:9\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.5\n#EXT-X-PART-INF:PART-TARGET=0.5",
          )
          .replace(
            "#EXTINF",
            '#EXT-X-PART:DURATION=0.5,URI="p0.ts"\n#EXT-X-PART:DURATION=0.5,URI="p1.ts"\n#EXTINF',
          ),
      ),
  ],
  "SAMPLE-AES, which is not opened": [
    "/sample.m3u8",
    () =>
      changed((list) =>
        list.replace("#EXTINF", '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://key"\n#EXTINF'),
      ),
  ],
  "I-frames only": [
    "/frames.m3u8",
    () => changed((list) => list.replace("#EXTINF", "#EXT-X-I-FRAMES-ONLY\n#EXTINF")),
  ],
  "sound alone": ["/sound.m3u8", () => changed((list) => list, "/sound/v.m3u8")],
  "packed sound": [
    "/packed.m3u8",
    () =>
      text(
        "#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:8.0,\n/packed/v.aac\n#EXT-X-ENDLIST\n",
      ),
  ],
  "a picture alone": ["/picture.m3u8", () => changed((list) => list, "/picture/v.m3u8")],
  "sound of another kind": ["/mp3.m3u8", () => changed((list) => list, "/mp3/v.m3u8")],
  "absolute addresses": [
    "/absolute.m3u8",
    () =>
      changed((list) => list.replaceAll(/^(v\d\.ts)$/gm, `${server.origin}/ts/$1?signature=a%2Fb`)),
  ],
  "addresses from another folder": [
    "/deep/er/relative.m3u8",
    () => changed((list) => list.replaceAll(/^(v\d\.ts)$/gm, "../../ts/$1")),
  ],
  "two variants of two kinds, and session data": [
    "/mixed.m3u8",
    () =>
      text(
        '#EXTM3U\n#EXT-X-INDEPENDENT-SEGMENTS\n#EXT-X-SESSION-DATA:DATA-ID="x",VALUE="y"\n#EXT-X-STREAM-INF:BANDWIDTH=900000\nts/v.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=900001,AUDIO="a"\nfmp4/v.m3u8\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="in the variant"\n',
      ),
  ],
  "a playlist that is compressed and says so": [
    "/gzip.m3u8",
    () => ({
      body: gzipSync(changed((list) => list).body),
      headers: { "content-encoding": "gzip" },
    }),
  ],
  "another usual content type": [
    "/type.m3u8",
    () => ({
      ...changed((list) => list),
      headers: { "content-type": "application/x-mpegURL; charset=utf-8" },
    }),
  ],
};

/** A list of two-second segments from the made transport stream, over and over with discontinuities. */
function listed(first: number, count: number): string {
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:3",
    "#EXT-X-TARGETDURATION:2",
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
  ];
  lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${Math.floor((first + 3) / 4)}`);
  for (let index = first; index < first + count; index += 1) {
    if (index % 4 === 0) lines.push("#EXT-X-DISCONTINUITY");
    lines.push("#EXTINF:2.0,", `/ts/v${index % 4}.ts?n=${index}`);
  }
  return `${lines.join("\n")}\n`;
}

function windowOf({ listed: count, type }: { listed: number; type?: string }): string {
  const written = 5 + Math.floor((Date.now() - startedAt) / 2000);
  const first = Math.max(0, written - count);
  const list = listed(first, written - first);
  return type === undefined
    ? list
    : list.replace("#EXT-X-VERSION:3", `#EXT-X-VERSION:3\n#EXT-X-PLAYLIST-TYPE:${type}`);
}

beforeAll(async () => {
  if (!isAble) return;
  made = await makeStreams();
  folder = await scratchFolder();
  server = await serveStream((path) => {
    const body = made.get(path);
    const also = Object.values(ALSO).find(([at]) => at === path);
    return MORE[path]?.() ?? also?.[1]() ?? (body === undefined ? undefined : { body });
  });
}, 120_000);
afterAll(async () => {
  await server?.close();
  await folder?.remove();
});

type Looked = {
  readonly code: number | null;
  readonly bad: readonly string[];
  readonly checks: readonly CheckResult[];
};

async function verify(path: string): Promise<Looked> {
  const { code, stdout } = await startCli(
    ["verify", "--json", "--url", `${server.origin}${path}`],
    { cwd: folder.path },
  ).finished;
  const { checks } = JSON.parse(stdout) as { checks: CheckResult[] };
  return { code, bad: badOf(checks), checks };
}

function badOf(checks: readonly CheckResult[]): readonly string[] {
  return checks.flatMap(({ id, verdict, saw, suspects }) =>
    verdict === "pass" || /a file of its own|no segment (?:is there|could be read)/.test(saw)
      ? []
      : [`${id} ${verdict} ${suspects[0]?.code ?? ""} ${saw}`],
  );
}

describe.skipIf(!isAble)("a form that RFC 8216 allows passes", () => {
  test.concurrent.each([
    ["on demand, transport stream", "/ts/master.m3u8"],
    ["a media playlist by itself", "/ts/v.m3u8"],
    ["fragmented MP4", "/fmp4/master.m3u8"],
    ["AES-128", "/aes/master.m3u8"],
    ["byte ranges of a transport stream", "/ranges/master.m3u8"],
    ["byte ranges of fragmented MP4", "/fmp4-ranges/master.m3u8"],
    ["groups of sound", "/groups/master.m3u8"],
    ["subtitles, and I-frame playlists that are not looked at", "/subtitles/master.m3u8"],
    ["live", "/live/v.m3u8"],
    ["an event", "/event/v.m3u8"],
    ["a live window that has ended", "/ended/v.m3u8"],
    ["a redirect", "/moved/master.m3u8"],
    ["a query string", "/ts/master.m3u8?token=a&b=c"],
  ])("%s", async (_what, path) => {
    const { code, bad } = await verify(path);
    expect(bad).toEqual([]);
    expect(code).toBe(0);
  });

  test.concurrent.each(Object.entries(ALSO))("%s", async (_what, [path]) => {
    const target = urlTarget(
      {
        clock: instantClock(Date.now()),
        signal: new AbortController().signal,
        commandFor: (verb) => verb,
        searchPath: process.env["PATH"],
        shell: "posix",
      },
      `${server.origin}${path}`,
    );
    const { checks } = await verifyOnce(target);
    expect(badOf(checks)).toEqual([]);
    const saw = (id: string): string => checks.find((check) => check.id === id)?.saw ?? "";
    if (path === "/sample.m3u8") expect(saw("edge-media")).toContain("SAMPLE-AES is not opened");
    if (path === "/parts.m3u8")
      expect(saw("edge-variants")).toContain("not looked at: parts of low latency");
    if (path === "/frames.m3u8") expect(saw("edge-variants")).toContain("I-frames alone");
  });

  test.concurrent("every rendition is fetched, and what is not looked at is said", async () => {
    const { checks } = await verify("/subtitles/master.m3u8");
    const master = checks.find(({ id }) => id === "edge-master");
    expect(master?.saw).toContain("1 of subtitles");
    expect(master?.saw).toContain("not looked at: I-frame playlists");
    expect(server.asked).toContain("/subtitles/s.vtt");
    expect(server.asked).not.toContain("/subtitles/nowhere.m3u8");
  });

  test.concurrent("a server that says neither X-Cache nor Age is no failure", async () => {
    const { checks } = await verify("/ts/v.m3u8");
    const cached = checks.find(({ id }) => id === "edge-segments-cached");
    expect([cached?.verdict, cached?.saw]).toEqual(["pass", expect.stringContaining("unknown")]);
  });
});
