import { randomBytes } from "node:crypto";
import { stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ffmpegAvailability } from "../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { INPUT_ALERT } from "../../src/sandbox/encoder/inputs/input-alerts.ts";
import {
  brightnessOf,
  expectOneTimeline,
  gopsOf,
  makeClip,
  makeTone,
  makeUneven,
  probe,
  record,
  smallSettings,
  temporaryFolder,
} from "./support/encoder-inputs.ts";

const { available } = await ffmpegAvailability();
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const file = (name: string, loop = true) =>
  smallSettings({ type: "MP4_FILE", url: join(folder.path, name), loop });

beforeAll(async () => {
  folder = await temporaryFolder();
  if (!available) return;
  await makeClip(join(folder.path, "clip.mp4"), 3);
  await makeClip(join(folder.path, "mute.mp4"), 3, true);
});
afterAll(() => folder.remove());

test("without ffmpeg nothing is written, and an alert says what to install", async () => {
  const recording = await record({ settings: file("clip.mp4"), ffmpegPath: "none" });
  await recording.stop();
  expect(recording.alerts.get(INPUT_ALERT.probe)).toMatch(/apt-get install ffmpeg/u);
  expect(recording.gops).toEqual([]);
});

if (available) {
  test("a looped file becomes the ladder, and its seams leave no trace in the timeline", async () => {
    const recording = await record({ settings: file("clip.mp4") });
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

  test("an input without audio gets silence, and an alert says so", async () => {
    const recording = await record({ settings: file("mute.mp4") });
    await recording.until((seen) => gopsOf(seen, 1).length >= 2);
    await recording.stop();
    expect([...recording.alerts]).toEqual([
      [INPUT_ALERT.audio, "Video, but no audio arrives from the input."],
    ]);
    const { audioCodec, audioSteps, complaints } = await probe(recording, 1);
    expect(audioCodec).toBe("aac");
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(audioSteps["1920"]).toBeGreaterThanOrEqual(2 * 46);
    expect(complaints).toBe("");
  });

  test("a file that ends is followed by slate on the same timeline", async () => {
    const recording = await record({ settings: file("clip.mp4", false) });
    await recording.until(
      (seen) => seen.alerts.get(INPUT_ALERT.video) !== undefined && gopsOf(seen, 0).length >= 5,
    );
    await recording.stop();
    expect([...recording.alerts]).toEqual([[INPUT_ALERT.video, "The input file has ended."]]);
    expectOneTimeline(recording);
    const { videoSteps, audioSteps, complaints } = await probe(recording, 0);
    expect(Object.keys(videoSteps)).toEqual(["3000"]);
    expect(Object.keys(audioSteps)).toEqual(["1920"]);
    expect(complaints).toBe("");
  });

  test("a file whose tracks differ in length loops as a whole, with silence where there is none", async () => {
    const name = join(folder.path, "uneven.mp4");
    await makeUneven(name, { pictureSeconds: 6, soundSeconds: 2 });
    const recording = await record({ settings: file("uneven.mp4") });
    await recording.until((seen) => gopsOf(seen, 0).length >= 14);
    await recording.stop();
    expectOneTimeline(recording);
    expect([...recording.alerts]).toEqual([]);
    // White in the first second of each pass, which may begin a frame early, and black in the rest.
    expect(await brightnessOf(recording, 0)).toMatch(/^WW?(?:b{5}W)(?:b{5}W)?b*$/u);
  });

  test.each<readonly [string, readonly (readonly [string, RegExp])[]]>([
    ["tone.m4a", [[INPUT_ALERT.video, /^Audio, but no video arrives from the input \(aac\)\.$/u]]],
    ["random.mp4", [[INPUT_ALERT.probe, /cannot be read as video: it does not begin as an MP4/u]]],
    ["empty.mp4", [[INPUT_ALERT.probe, /cannot be read as video: it is empty/u]]],
    ["cut.mp4", [[INPUT_ALERT.probe, /cannot be read as video: this MP4 has no moov box/u]]],
    ["page.mp4", [[INPUT_ALERT.access, /a web page \(HTML\) instead of a file/u]]],
    ["list.mp4", [[INPUT_ALERT.probe, /an HLS playlist, not an MP4 file/u]]],
    ["absent.mp4", [[INPUT_ALERT.access, /No such file/u]]],
  ])("%s: nothing is written, and the alerts say why", async (name, wanted) => {
    const path = join(folder.path, name);
    if (name === "tone.m4a") await makeTone(path, 2);
    if (name === "random.mp4") await writeFile(path, randomBytes(200_000));
    if (name === "empty.mp4") await writeFile(path, "");
    if (name === "page.mp4")
      await writeFile(path, "\n<!DOCTYPE html><html><body>gone</body></html>");
    if (name === "list.mp4") await writeFile(path, "#EXTM3U\n#EXTINF:2,\na.ts\n");
    if (name === "cut.mp4") {
      await makeUneven(path, { pictureSeconds: 2, soundSeconds: 2 });
      await truncate(path, Math.floor(((await stat(path)).size * 2) / 3));
    }
    const recording = await record({ settings: file(name) });
    await recording.until((seen) =>
      wanted.every(([type, says]) => says.test(seen.alerts.get(type) ?? "")),
    );
    expect(recording.alerts.get(INPUT_ALERT.probe)).toMatch(
      /waiting for an input that it can decode/u,
    );
    expect(recording.gops).toEqual([]);
    await recording.stop();
  });
}
