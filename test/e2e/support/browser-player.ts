import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import { requireTool } from "./tools.ts";

/** What hls.js and the video element say. Seconds, bytes and counts since the page was opened. */
type PlayerReport = {
  /** Everything that hls.js calls an error, the harmless ones too. */
  readonly errors: readonly string[];
  /** How often playback waited for data after it had begun. */
  readonly stalls: number;
  /** URLs of the segments in the buffer, in the order they came. */
  readonly segments: readonly string[];
  /** Heights of the renditions of the segments played. */
  readonly shown: readonly number[];
  /** Behind the live edge. */
  readonly latency: number;
  readonly clock: number;
  readonly time: number;
  readonly hasEnded: boolean;
  readonly size: readonly [number, number];
  readonly buffered: number;
  readonly frames: number;
  readonly dropped: number;
  readonly audioBytes: number;
};

export type BrowserPlayer = {
  report(): Promise<PlayerReport>;
  /** Resolves when the page's report satisfies the test, with that report. */
  until(done: (report: PlayerReport) => boolean): Promise<PlayerReport>;
  /** Heights of the renditions, in hls.js's order. */
  levels(): Promise<readonly number[]>;
  /** Plays this rendition from the next segment on. */
  choose(level: number): Promise<void>;
  screenshot(path: string): Promise<void>;
  close(): Promise<void>;
};

type Page = {
  readonly player: {
    level(index: number): void;
    levels(): number[];
    report(): PlayerReport;
  };
};

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  "--mute-audio",
];
const POLL_MS = 100;

/** Plays a stream with hls.js, never the browser's own HLS, from a page of another origin, in headless Chromium. */
export async function playInBrowser(url: string): Promise<BrowserPlayer> {
  const executablePath = await requireTool("chromium");
  const page = await readFile(new URL("player.html", import.meta.url));
  const hls = await readFile(createRequire(import.meta.url).resolve("hls.js/dist/hls.min.js"));
  const server = createServer((request, response) => {
    const isPage = request.url?.startsWith("/?") === true;
    if (isPage) response.setHeader("content-type", "text/html").end(page);
    else if (request.url === "/hls.js") response.end(hls);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
  const tab = await browser.newPage({ viewport: { width: 960, height: 580 } });
  await tab.goto(`http://127.0.0.1:${port}/?url=${encodeURIComponent(url)}`);
  const report = () => tab.evaluate(() => (globalThis as unknown as Page).player.report());
  return {
    report,
    until: async (done) => {
      for (;;) {
        const seen = await report();
        if (done(seen)) return seen;
        await tab.waitForTimeout(POLL_MS);
      }
    },
    levels: () => tab.evaluate(() => (globalThis as unknown as Page).player.levels()),
    choose: (level) =>
      tab.evaluate((index) => (globalThis as unknown as Page).player.level(index), level),
    screenshot: async (path) => void (await tab.screenshot({ path })),
    close: async () => {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
