import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, test } from "vitest";
import { scratchFolder, startCli } from "../integration/support/cli.ts";
import { makeStreams } from "../integration/support/made-streams.ts";
import {
  serveStream,
  type Served,
  type StreamServer,
} from "../integration/support/stream-server.ts";
import { requireTool } from "./support/tools.ts";

let server: StreamServer;
let browser: Browser;
let folder: Awaited<ReturnType<typeof scratchFolder>>;
const startedAt = Date.now();

const text = (body: string): Served => ({ body: Buffer.from(body) });
const moved = (location: string): Served => ({
  status: 302,
  headers: { location },
  body: Buffer.alloc(0),
});

/** Two-second segments of the made stream, over and over; a window of three while it is live. */
function list(tags: string, window: number): string {
  const written = 6 + Math.floor((Date.now() - startedAt) / 2000);
  const first = Math.max(0, written - window);
  const lines = ["#EXTM3U", "#EXT-X-TARGETDURATION:2", `#EXT-X-MEDIA-SEQUENCE:${first}`, tags];
  lines.push(`#EXT-X-DISCONTINUITY-SEQUENCE:${Math.floor((first + 3) / 4)}`);
  for (let index = first; index < written; index += 1) {
    if (index % 4 === 0) lines.push("#EXT-X-DISCONTINUITY");
    lines.push("#EXTINF:2.0,", `/ts/v${index % 4}.ts?n=${index}`);
  }
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

/** A media playlist with one segment that is not what it should be. */
const broken = (segment: string) =>
  text(
    `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXTINF:2,\n${segment}\n#EXT-X-ENDLIST\n`,
  );

const MORE: Readonly<Record<string, () => Served>> = {
  "/live/v.m3u8": () => text(list("", 4)),
  "/event/v.m3u8": () => text(list("#EXT-X-PLAYLIST-TYPE:EVENT", Infinity)),
  "/moved/master.m3u8": () => moved("/moved/again.m3u8"),
  "/moved/again.m3u8": () => moved("/ts/master.m3u8?signed=1"),
  "/gone/v.m3u8": () => broken("gone.ts"),
  "/page/v.m3u8": () => broken("page.ts"),
  "/page/page.ts": () => text("<!doctype html><title>Sign in</title>"),
  "/untimed/v.m3u8": () => text("#EXTM3U\n#EXTINF:2,\n/ts/v0.ts\n#EXT-X-ENDLIST\n"),
};

beforeAll(async () => {
  const made = await makeStreams();
  folder = await scratchFolder();
  // One server that answers a range with the whole, as it may.
  server = await serveStream((path, request) => {
    if (path.startsWith("/whole/")) delete request.headers.range;
    const body = made.get(path.replace("/whole/", "/ranges/"));
    return MORE[path]?.() ?? (body === undefined ? undefined : { body });
  });
  browser = await chromium.launch({
    executablePath: await requireTool("chromium"),
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required"],
  });
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
  await folder.remove();
});

/** Plays an address with the command, in its page. */
async function played(path: string, look: (page: Page) => Promise<void>): Promise<void> {
  const play = startCli(["play", "--json", "--url", `${server.origin}${path}`], {
    cwd: folder.path,
  });
  const page = await browser.newPage();
  try {
    await play.seen("stdout", /"page":/);
    const [, address = ""] = /"page":\s*"([^"]+)"/.exec(play.soFar().stdout) ?? [];
    await page.goto(address);
    await look(page);
  } finally {
    await page.close();
    play.child.kill("SIGINT");
    await play.finished;
  }
}

test.concurrent.for<[string, string]>([
  ["on demand", "/ts/master.m3u8"],
  ["a media playlist by itself", "/ts/v.m3u8"],
  ["fragmented MP4", "/fmp4/master.m3u8"],
  ["AES-128", "/aes/master.m3u8"],
  ["byte ranges of a transport stream", "/ranges/master.m3u8"],
  ["byte ranges of fragmented MP4", "/fmp4-ranges/master.m3u8"],
  ["ranges that are answered with the whole", "/whole/master.m3u8"],
  ["groups of sound", "/groups/master.m3u8"],
  ["live", "/live/v.m3u8"],
  ["an event", "/event/v.m3u8"],
  ["redirects", "/moved/master.m3u8"],
  ["a query string", "/ts/master.m3u8?token=a&b=c"],
])("plays %s, with picture and sound", async ([, path], { expect }) => {
  await played(path, async (page) => {
    const seen = () =>
      page.evaluate<Record<"time" | "frames" | "sound", number>>(
        `(() => {
          const video = document.querySelector("video");
          const frames = video.getVideoPlaybackQuality().totalVideoFrames;
          return { time: video.currentTime, frames, sound: video.webkitAudioDecodedByteCount };
        })()`,
      );
    const poll = (member: "time" | "frames" | "sound") =>
      expect.poll(async () => (await seen())[member], { timeout: 60_000 });
    await poll("time").toBeGreaterThan(2);
    // A live stream begins further in than that: what was decoded is counted as well.
    await poll("frames").toBeGreaterThan(20);
    await poll("sound").toBeGreaterThan(5_000);
  });
});

test.concurrent.for<[string, RegExp]>([
  ["/gone/v.m3u8", /gone\.ts: 404: the playlist lists a segment that is not there/],
  ["/page/v.m3u8", /page\.ts: 200, .*: the edge answers with a web page instead of a segment/],
  ["/untimed/v.m3u8", /v\.m3u8: .*EXT-X-TARGETDURATION.*RFC 8216/],
])("names what is wrong with %s as verify does", async ([path, words], { expect }) => {
  await played(path, async (page) => {
    const said = () => page.locator("#message").textContent();
    await expect.poll(said, { timeout: 60_000 }).toMatch(words);
  });
});
