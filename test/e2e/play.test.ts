import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCli, type Running } from "../integration/support/cli.ts";
import { verifyBed, type VerifyBed } from "../integration/support/verify-bed.ts";

const ARTIFACTS = join(import.meta.dirname, "../../artifacts");
const GOLDEN = join(import.meta.dirname, "../golden/player.png");
const run = promisify(execFile);

let bed: VerifyBed;
let browser: Browser;
let play: Running;
let pageUrl = "";
const asked: string[] = [];
const complaints: string[] = [];

beforeAll(async () => {
  await mkdir(ARTIFACTS, { recursive: true });
  bed = await verifyBed(["--segment-seconds", "2"]);
  await bed.plays();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=no-user-gesture-required",
      "--mute-audio",
    ],
  });
  const port = await freePort();
  play = startCli(["play", "--sandbox", "--json", "--port", String(port)], { cwd: bed.place.path });
  await play.seen("stdout", /"page"/);
  pageUrl = `http://127.0.0.1:${port}/`;
});
afterAll(async () => {
  play.child.kill("SIGINT");
  const { code } = await play.finished;
  await browser.close();
  await bed.close();
  expect(code).toBe(0);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function openPage(options: Parameters<Browser["newPage"]>[0] = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (line) => {
    if (line.type() === "error") complaints.push(line.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pageUrl);
  await becomesTrue(page, "document.querySelector('video').currentTime > 0");
  return page;
}

/** Waits in this process: the page's own policy forbids it to evaluate text. */
async function becomesTrue(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(expression), { timeout: 30_000 }).toBe(true);
}

/** Waits for what the page says; shows it when it says something else for too long. */
async function moodIs(page: Page, mood: "good" | "bad"): Promise<void> {
  const said = async () =>
    `${await page.locator("#message").getAttribute("class")}: ${await page.locator("#message").textContent()}`;
  await expect.poll(said, { timeout: 60_000, interval: 500 }).toMatch(new RegExp(`^${mood}`));
}

const number = async (page: Page, id: string): Promise<number> =>
  Number.parseFloat((await page.locator(`#${id}`).textContent()) ?? "");

test("plays: a moving picture, plausible figures, hits at the edge, no error", async () => {
  const page = await openPage();
  const first = await page.evaluate<number>("document.querySelector('video').currentTime");
  await page.waitForTimeout(6_000);
  const { time, frames, width } = await page.evaluate<Record<"time" | "frames" | "width", number>>(
    `(() => {
      const video = document.querySelector("video");
      const frames = video.getVideoPlaybackQuality().totalVideoFrames;
      return { time: video.currentTime, frames, width: video.videoWidth };
    })()`,
  );
  expect(time - first).toBeGreaterThan(4);
  expect(frames).toBeGreaterThan(90);
  // 960x720 with pixels of 4:3 is shown as 1280 wide.
  expect([427, 853, 854, 1280]).toContain(width);

  expect(await number(page, "latency")).toBeGreaterThan(1);
  expect(await number(page, "latency")).toBeLessThan(20);
  expect(await number(page, "buffer")).toBeGreaterThan(0.5);
  expect(await number(page, "rate")).toBeGreaterThan(1);
  expect([240, 480, 720]).toContain(await number(page, "height"));
  expect(await number(page, "dropped")).toBeLessThan(30);
  expect(await page.locator("#ladder label").allTextContents()).toEqual(
    ["Automatic", "240p", "480p", "720p"].map((name) => expect.stringContaining(name) as string),
  );
  expect(await page.locator("#ladder label.playing").count()).toBe(1);
  expect(await page.locator("#requests tr").count()).toBeGreaterThan(3);
  expect(await page.locator("#requests").textContent()).toMatch(/200(Miss|Hit)/);
  for (const plot of await page.locator("figure polyline").all())
    expect(((await plot.getAttribute("points")) ?? "").split(" ").length).toBeGreaterThan(3);
  const picture = join(ARTIFACTS, "play-desktop.png");
  await page.screenshot({ path: picture, fullPage: true });
  // The README's: small enough to be packed.
  const small =
    "crop=in_w:720:0:0,scale=560:-1:flags=area,split[a][b];[a]palettegen=max_colors=16:reserve_transparent=0[p];[b][p]paletteuse=dither=none";
  if (process.env["UPDATE_GOLDEN"] === "1")
    await run("ffmpeg", ["-y", "-i", picture, "-filter_complex", small, "-frames:v", "1", GOLDEN]);
  expect(await page.locator("#message").textContent()).toBe("Playing.");
  await page.close();
});

test("shows a hit for a segment that another viewer asked for before", async () => {
  const one = await openPage();
  const other = await openPage();
  await becomesTrue(
    other,
    `[...document.querySelectorAll("#requests td.hit")].some((cell) => cell.textContent === "Hit")`,
  );
  await one.close();
  await other.close();
});

test("is worked by keyboard", async () => {
  const page = await openPage();
  const isPaused = () => page.evaluate<boolean>("document.querySelector('video').paused");
  await page.keyboard.press("Space");
  expect(await isPaused()).toBe(true);
  await page.keyboard.press("Space");
  expect(await isPaused()).toBe(false);
  await page.locator('#ladder label:has-text("240p") input').focus();
  await page.keyboard.press("Space");
  await becomesTrue(page, `document.querySelector("#height").textContent.startsWith("240")`);
  expect(await page.locator("#ladder label.playing").textContent()).toContain("240p");
  await page.locator("h1").click();
  await page.keyboard.press("m");
  expect(await page.evaluate("document.querySelector('video').muted")).toBe(false);
  // Every control is reached with Tab, and shows that it is.
  await page.locator("h1").click();
  const reached = new Set<string>();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate<string>("document.activeElement.tagName"));
  }
  expect([...reached]).toEqual(expect.arrayContaining(["VIDEO", "INPUT", "DIV"]));
  await page.close();
});

test("reads well on a phone and in the dark", async () => {
  const page = await openPage({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    isMobile: true,
    hasTouch: true,
  });
  const { scrollWidth, back } = await page.evaluate<{ scrollWidth: number; back: string }>(
    `({
      scrollWidth: document.documentElement.scrollWidth,
      back: getComputedStyle(document.body).backgroundColor,
    })`,
  );
  expect(scrollWidth).toBeLessThanOrEqual(390);
  expect(back).toBe("rgb(16, 20, 24)");
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: join(ARTIFACTS, "play-phone-dark.png"), fullPage: true });
  await page.close();
});

test("says in plain words what is wrong, and goes on by itself when it is mended", async () => {
  const page = await openPage();
  await bed.changeDistribution((config) => {
    config.Enabled = false;
  });
  await bed.deployed();
  await moodIs(page, "bad");
  expect(await page.locator("#message").textContent()).toMatch(
    // Whichever is asked for first, a list or a segment.
    /403.*live-origin verify/,
  );
  await bed.changeDistribution((config) => {
    config.Enabled = true;
  });
  await bed.deployed();
  await moodIs(page, "good");
  complaints.length = 0;
  await page.close();
});

test("says that the show is over, and plays the next one by itself", async () => {
  const page = await openPage();
  const cwd = bed.place.path;
  expect((await startCli(["stop", "--sandbox"], { cwd }).finished).code).toBe(0);
  const said = () => page.locator("#message").textContent();
  await expect.poll(said, { timeout: 15_000 }).toMatch(/^The end\./);
  expect((await startCli(["start", "--sandbox"], { cwd }).finished).code).toBe(0);
  await expect.poll(said, { timeout: 30_000 }).toBe("Playing.");
  await becomesTrue(page, "document.querySelector('video').currentTime > 1");
  // Between two shows there is no list.
  complaints.length = 0;
  await page.close();
});

test("plays an address that is no stack's, too", async () => {
  const port = await freePort();
  const other = startCli(["play", "--url", bed.playbackUrl, "--port", String(port)], {
    cwd: bed.place.path,
  });
  await other.seen("stdout", /Open/);
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${port}/`);
  await becomesTrue(page, "document.querySelector('video').currentTime > 0");
  await page.close();
  other.child.kill("SIGINT");
  expect((await other.finished).code).toBe(0);
});

test("talks to its own server only, within its policy", () => {
  const elsewhere = asked.filter((url) => !url.startsWith(pageUrl) && !url.startsWith("blob:"));
  expect(elsewhere).toEqual([]);
  expect(complaints).toEqual([]);
});
