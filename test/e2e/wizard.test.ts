import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { scratchFolder } from "../integration/support/cli.ts";
import { KEYS, openTerminal, type Terminal, type TerminalOptions } from "./support/terminal.ts";

vi.setConfig({ testTimeout: 30_000 });

const { enter, down, ctrlC } = KEYS;

let folder: Awaited<ReturnType<typeof scratchFolder>>;
let terminal: Terminal | undefined;

beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(async () => {
  terminal?.kill();
  await folder.remove();
});

function open(args: readonly string[], options: Partial<TerminalOptions> = {}): Terminal {
  terminal = openTerminal(args, { cwd: folder.path, ...options });
  return terminal;
}

const REHEARSE = ["init", "--latency", "instant", "--rtmp-port", "0"];

/** Takes every default of a rehearsal up to the summary. */
async function takeDefaults(screen: Terminal): Promise<void> {
  await screen.answer("A rehearsal on this machine, or for real?", enter);
  await screen.answer("Is it for an audience", enter);
  await screen.answer("For how many days", enter);
  await screen.answer("Where does the video come from?", enter);
  await screen.answer("Which renditions should be encoded?", enter);
}

describe("the wizard", () => {
  test("leads from nothing to a playback address by Enter alone", async () => {
    const screen = open(REHEARSE);
    await takeDefaults(screen);
    await screen.answer("Go on, or choose one", enter);
    await screen.sees("live-origin init --latency instant --rtmp-port 0 --sandbox --yes");
    await screen.answer("Go ahead?", enter);
    await screen.answer("Save your answers as live-origin.json", enter);
    await screen.answer("Start the channel now?", enter);
    await screen.sees("it plays through the edge");
    await screen.sees(/Play\s+http:\/\/127\.0\.0\.1:\d+\/playlist\.m3u8/);
    await screen.sees("Ctrl-C ends it and removes everything");
    screen.press(ctrlC);
    const { code } = await screen.ended;
    expect(code).toBe(0);
    expect(await folder.entries()).toEqual(["live-origin.json"]);
    const saved: unknown = JSON.parse(
      await readFile(join(folder.path, "live-origin.json"), "utf8"),
    );
    expect(saved).toMatchObject({ name: "live-origin" });
    expect(saved).toHaveProperty("$schema");
  });

  test("goes back from the summary to any answer, and on to what the new one needs", async () => {
    const screen = open(REHEARSE);
    await takeDefaults(screen);
    await screen.answer("Go on, or choose one", down + down + down + enter);
    await screen.answer("Where does the video come from?", down + enter);
    await screen.answer("From which addresses", "198.51.100.7");
    await screen.sees("this one address");
    screen.press(enter);
    await screen.answer("Which application and stream key", `studio/cam1${enter}`);
    await screen.sees(/May send\s+198\.51\.100\.7\/32/);
    await screen.sees(/Stream name\s+studio\/cam1/);
    screen.press(enter);
    await screen.sees("--input rtmp-push --cidr 198.51.100.7/32 --stream-name studio/cam1");
    await screen.answer("Go ahead?", `n${enter}`);
    expect(await screen.ended).toMatchObject({ code: 1 });
    expect(await folder.entries()).toEqual([]);
  });

  test("takes a ladder of one's own field by field, and says while a bitrate is typed that no segment would take it", async () => {
    const screen = open(["init", "--sandbox", "--playlist-cache-seconds", "0", "--key-days", "3"]);
    await screen.answer("Where does the video come from?", enter);
    await screen.answer("Which renditions", down);
    await screen.sees(/1080p30\s+1920x1080/);
    screen.press(down + down + down + enter);
    await screen.answer("Rung 1: size of the picture", down + enter);
    await screen.answer("Rung 1: frames a second", `50${enter}`);
    await screen.answer("Rung 1: kbps of the video", "40000");
    await screen.sees("11.04 MB");
    screen.press("\u00153000");
    await screen.sees(/[█░]{20} 16:9, a segment of about/);
    screen.press(enter);
    await screen.answer("Rung 1: kbps of the sound", enter);
    await screen.answer("Rung 1: its name (720p50)", enter);
    await screen.sees("--rung 720p50=1280x720@50,3000,128");
    await screen.answer("Rung 2: size of the picture", enter);
    await screen.sees(/Ladder\s+custom: 720p50/);
    screen.press(enter);
    await screen.sees("--rung 720p50=1280x720@50,3000,128");
  });

  test("echoes what flag, environment and file say, and asks only for the rest", async () => {
    const screen = open(["init", "--sandbox", "--key-days", "5"], {
      env: { LIVE_ORIGIN_LADDER: "mobile", LIVE_ORIGIN_PLAYLIST_CACHE_SECONDS: "1" },
    });
    await screen.sees(/Audience an audience .*\(LIVE_ORIGIN_PLAYLIST_CACHE_SECONDS\)/);
    await screen.sees(/Keys last 5 days, until \d{4}-\d\d-\d\d \(--key-days\)/);
    await screen.answer("Where does the video come from?", enter);
    await screen.sees(/Ladder mobile: .*\(LIVE_ORIGIN_LADDER\)/);
    await screen.sees("Go on, or choose one");
    expect(screen.text()).not.toContain("Which renditions");
  });

  test("asks no question that a saved file answers, and shows what it says", async () => {
    const saved = { channel: { ladder: "mobile" }, origin: { keyDays: 9 } };
    await writeFile(join(folder.path, "live-origin.json"), JSON.stringify(saved));
    const screen = open(["init", "--sandbox"]);
    await screen.sees(/Ladder\s+mobile/);
    await screen.sees("navigate");
    expect(screen.text()).toMatch(/Keys last\s+9 days/);
    expect(screen.text()).not.toContain("Where does the video come from?");
  });

  test("asks everything that a file with nothing but `sandbox` in it leaves open, and keeps that line in the file", async () => {
    const path = join(folder.path, "live-origin.json");
    await writeFile(path, JSON.stringify({ sandbox: true }));
    const screen = open(REHEARSE);
    await screen.sees("(live-origin.json)");
    await screen.answer("Is it for an audience", enter);
    await screen.answer("For how many days", enter);
    await screen.answer("Where does the video come from?", enter);
    await screen.answer("Which renditions should be encoded?", enter);
    await screen.answer("Go on, or choose one", enter);
    await screen.answer("Go ahead?", enter);
    await screen.answer("Write your changes to live-origin.json", enter);
    await screen.answer("Start the channel now?", `n${enter}`);
    await screen.sees("Ctrl-C ends it");
    screen.press(ctrlC);
    expect((await screen.ended).code).toBe(0);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
      sandbox: true,
      name: "live-origin",
    });
  });

  test("with --yes asks for missing values only", async () => {
    const screen = open(["init", "--yes", "--dry-run", "--offline"]);
    await screen.answer("Which AWS region", "frankf");
    await screen.sees(/❯ eu-central-1 +Frankfurt/);
    screen.press(`\u0015us-west-3${enter}`);
    await screen.sees(/us-west-3 is not an AWS region .* Did you mean us-west-\d\?/);
    await screen.answer("Where does the video come from?", down + enter);
    await screen.answer("Which URL does MediaLive read?", `show.mp4${enter}`);
    await screen.sees("show.mp4 is a file on this machine, which MediaLive cannot read.");
    screen.press(`\u0015https://example.com/a.mp4${enter}`);
    const { code, text } = await screen.ended;
    expect(code).toBe(0);
    expect(text).not.toContain("For how many days");
  });
});
