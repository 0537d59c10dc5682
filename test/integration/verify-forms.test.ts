import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CheckResult } from "../../src/verify/check.ts";
import { scratchFolder, startCli } from "./support/cli.ts";
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
    return MORE[path]?.() ?? (body === undefined ? undefined : { body });
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
  const bad = checks.flatMap(({ id, verdict, saw, suspects }) =>
    verdict === "pass" || /a file of its own/.test(saw)
      ? []
      : [`${id} ${verdict} ${suspects[0]?.code ?? ""} ${saw}`],
  );
  return { code, bad, checks };
}

describe.skipIf(!isAble)("a form that RFC 8216 allows passes", () => {
  test.each([
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

  test("every rendition is fetched, and what is not looked at is said", async () => {
    const { checks } = await verify("/subtitles/master.m3u8");
    const master = checks.find(({ id }) => id === "edge-master");
    expect(master?.saw).toContain("1 of subtitles");
    expect(master?.saw).toContain("not looked at: I-frame playlists");
    expect(server.asked).toContain("/subtitles/s.vtt");
    expect(server.asked).not.toContain("/subtitles/nowhere.m3u8");
  });

  test("a server that says neither X-Cache nor Age is no failure", async () => {
    const { checks } = await verify("/ts/v.m3u8");
    const cached = checks.find(({ id }) => id === "edge-segments-cached");
    expect([cached?.verdict, cached?.saw]).toEqual(["pass", expect.stringContaining("unknown")]);
  });
});
