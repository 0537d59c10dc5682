import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { NO_FFMPEG_ALERT } from "../../src/sandbox/encoder/inputs/ffmpeg-source.ts";
import { INPUT_LOSS_ALERT } from "../../src/sandbox/encoder/inputs/loss-timer.ts";
import {
  expectOneTimeline,
  gopsOf,
  makeClip,
  makeTone,
  probe,
  record,
  smallOrder,
  temporaryFolder,
} from "./support/encoder-inputs.ts";

const { available } = await ffmpegAvailability();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const file = (name: string, loop = true) =>
  smallOrder({ type: "MP4_FILE", url: join(folder.path, name), loop });

beforeAll(async () => {
  folder = await temporaryFolder();
  if (!available) return;
  await makeClip(join(folder.path, "clip.mp4"), 3);
  await makeClip(join(folder.path, "mute.mp4"), 3, true);
});
afterAll(() => folder.remove());

test("without ffmpeg the channel runs on slate and an alert says what to install", async () => {
  const recording = await record({ order: file("clip.mp4"), ffmpegPath: "none" });
  await recording.until((seen) => gopsOf(seen, 1).length >= 2);
  await recording.stop();
  expect(recording.alerts.get(NO_FFMPEG_ALERT)).toMatch(/apt-get install ffmpeg/u);
  expectOneTimeline(recording);
});

if (available) {
  test("a looped file becomes the ladder, and its seams leave no trace in the timeline", async () => {
    const recording = await record({ order: file("clip.mp4") });
    await recording.until((seen) => gopsOf(seen, 0).length >= 5);
    await recording.stop();
    expectOneTimeline(recording);
    expect(gopsOf(recording, 0).map((gop) => gop.durationTicks)).toEqual(
      gopsOf(recording, 0).map(() => 90_000),
    );
    expect([...recording.alerts]).toEqual([]);
    const tall = await probe(recording, 0);
    expect(tall).toMatchObject({ width: 640, height: 480, aspect: "4:3", profile: "Main" });
    expect(tall).toMatchObject({ level: 30, audioCodec: "aac", audioRate: "48000" });
    const small = await probe(recording, 1);
    expect(small).toMatchObject({ width: 320, height: 240, aspect: "4:3", level: 13 });
    for (const { videoSteps, audioSteps, complaints } of [tall, small]) {
      expect(Object.keys(videoSteps)).toEqual(["3000"]);
      expect(Object.keys(audioSteps)).toEqual(["1920"]);
      expect(complaints).toBe("");
    }
  });

  test("an input without audio gets silence", async () => {
    const recording = await record({ order: file("mute.mp4") });
    await recording.until((seen) => gopsOf(seen, 1).length >= 2);
    await recording.stop();
    const { audioCodec, audioSteps, complaints } = await probe(recording, 1);
    expect(audioCodec).toBe("aac");
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(audioSteps["1920"]).toBeGreaterThanOrEqual(2 * 46);
    expect(complaints).toBe("");
  });

  test("a file that ends is followed by slate on the same timeline", async () => {
    const recording = await record({ order: file("clip.mp4", false) });
    await recording.until(
      (seen) => seen.alerts.get(INPUT_LOSS_ALERT) !== undefined && gopsOf(seen, 0).length >= 5,
    );
    await recording.stop();
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toBe("the input file has ended");
    expectOneTimeline(recording);
    const { videoSteps, audioSteps, complaints } = await probe(recording, 0);
    expect(Object.keys(videoSteps)).toEqual(["3000"]);
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(complaints).toBe("");
  });

  test("an input without video is a loss that says so", async () => {
    await makeTone(join(folder.path, "tone.m4a"), 2);
    const recording = await record({ order: file("tone.m4a") });
    await recording.until((seen) => gopsOf(seen, 0).length >= 1);
    await recording.stop();
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toMatch(/':v:0'.*matches no streams/u);
  });

  test("a file that cannot be opened is an input loss that says why, and the channel runs on", async () => {
    const recording = await record({ order: file("absent.mp4") });
    await recording.until((seen) => gopsOf(seen, 0).length >= 1);
    await recording.stop();
    expect(recording.alerts.get(INPUT_LOSS_ALERT)).toMatch(/No such file/u);
  });
}
