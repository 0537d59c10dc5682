import { expect, test } from "vitest";
import type { RungSettings } from "../../../../src/sandbox/encoder/encoder-settings.ts";
import {
  slatePictures,
  testPictures,
} from "../../../../src/sandbox/encoder/test-pattern/picture-source.ts";
import { renderGop } from "../../../../src/sandbox/encoder/test-pattern/render-gop.ts";
import { decodeAudio, decodeVideo, drawGrid, installed } from "./support/pictures.ts";
import { encoderSettings, rungSettings } from "./support/settings.ts";
import { checkSegments, numbered } from "./support/ts-check.ts";

const START_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const ffmpeg = installed("ffmpeg");

type Format = readonly [name: string, rung: RungSettings, gopFrames: number];
const rate = (numerator: number, denominator = 1): RungSettings["fps"] => ({
  numerator,
  denominator,
});
const FORMATS: readonly Format[] = [
  ["640x480 at 30", rungSettings(), 60],
  ["1920x1080 at 30", rungSettings({ width: 1920, height: 1080, profile: "HIGH" }), 10],
  ["854x480 at 50, 2.5 s", rungSettings({ width: 854, height: 480, fps: rate(50) }), 125],
  ["426x240 at 29.97", rungSettings({ width: 426, height: 240, fps: rate(30_000, 1001) }), 60],
  ["640x360 at 25, 44.1 kHz", rungSettings({ height: 360, fps: rate(25), sampleRate: 44_100 }), 50],
  ["1280x720 at 60", rungSettings({ width: 1280, height: 720, fps: rate(60) }), 30],
  ["66x34 at 23.976", rungSettings({ width: 66, height: 34, fps: rate(24_000, 1001) }), 47],
];

const render = (rung: RungSettings, gopFrames: number, count: number): Buffer[] => {
  const settings = encoderSettings([rung], { gopFrames });
  const gops = Array.from(
    { length: count },
    (_, sequence) =>
      renderGop({
        settings,
        rungIndex: 0,
        rung,
        pictures: testPictures(rung),
        startMs: START_MS,
        sequence,
      }).packets,
  );
  return numbered(gops);
};

test.each(FORMATS)(
  "every picture of %s decodes to exactly what was drawn",
  (_name, rung, frames) => {
    const pictures = testPictures(rung);
    const [first = Buffer.alloc(0), second = Buffer.alloc(0)] = render(rung, frames, 2);
    // Without a decoder on this machine only the stream around the pictures can be judged.
    expect(checkSegments([first, second]).problems).toEqual([]);
    if (!ffmpeg) return;
    const decoded = decodeVideo(first);
    expect(decoded.messages).toBe("");
    const size = (rung.width * rung.height * 3) / 2;
    expect(decoded.pictures.length).toBe(frames * size);
    for (const frame of [0, 1, frames >> 1, frames - 1]) {
      const ticks = Math.round((frame * 90_000 * rung.fps.denominator) / rung.fps.numerator);
      const drawn = drawGrid(pictures.paint(frame, START_MS + ticks / 90), pictures.tiles, rung);
      expect(decoded.pictures.subarray(frame * size, (frame + 1) * size).equals(drawn)).toBe(true);
    }
  },
);

test("a picture that was drawn otherwise is noticed", () => {
  const rung = rungSettings({ width: 64, height: 64 });
  const pictures = testPictures(rung);
  const one = drawGrid(pictures.paint(0, START_MS), pictures.tiles, rung);
  const other = drawGrid(pictures.paint(3, START_MS), pictures.tiles, rung);
  expect(one.equals(other)).toBe(false);
});

test("a GOP is a function of its number alone: rendered again it is the same, byte for byte", () => {
  const rung = rungSettings();
  const settings = encoderSettings([rung]);
  const once = renderGop({
    settings,
    rungIndex: 0,
    rung,
    pictures: testPictures(rung),
    startMs: START_MS,
    sequence: 41,
  });
  const again = renderGop({
    settings,
    rungIndex: 0,
    rung,
    pictures: testPictures(rung),
    startMs: START_MS,
    sequence: 41,
  });
  expect(again.packets.equals(once.packets)).toBe(true);
  expect(again.startTicks).toBe(START_MS * 90 + 41 * 180_000);
});

test.each([
  ["48 kHz, GOPs of 2.5 s", 48_000, rate(30), 75, [1920 * 4]],
  ["48 kHz, GOPs of 1 s", 48_000, rate(30), 30, [1920 * 4]],
  ["44.1 kHz, GOPs of 2.002 s", 44_100, rate(30_000, 1001), 60, [8359]],
] as const)("audio runs on over GOP borders: %s", (_name, sampleRate, fps, gopFrames, whole) => {
  const rung = rungSettings({ sampleRate, fps });
  const { problems, audioGaps, videoGaps } = checkSegments(render(rung, gopFrames, 12));
  expect(problems).toEqual([]);
  const frame = (1024 * 90_000) / sampleRate;
  for (const gap of audioGaps.keys())
    expect(Math.abs(gap / frame - Math.round(gap / frame)) * frame).toBeLessThanOrEqual(1);
  expect([...audioGaps.keys()].some((gap) => Math.abs(gap - (whole[0] ?? 0)) <= 1)).toBe(true);
  expect([...videoGaps.keys()]).toEqual([(90_000 * fps.denominator) / fps.numerator]);
});

test("there is a beep of 750 Hz in the first tenth of each second and silence between", () => {
  const rung = rungSettings();
  if (!ffmpeg) return expect(checkSegments(render(rung, 90, 1)).problems).toEqual([]);
  const { samples, messages } = decodeAudio(Buffer.concat(render(rung, 90, 1)));
  expect(messages).toBe("");
  const loud = (fromMs: number, toMs: number): number =>
    Math.max(...samples.subarray(fromMs * 48, toMs * 48).map(Math.abs));
  expect([loud(1000, 1090), loud(2000, 2090)].map((peak) => peak > 3000)).toEqual([true, true]);
  expect([loud(200, 950), loud(1200, 1950)].map((peak) => peak < 10)).toEqual([true, true]);
  const tone = samples.subarray(1030 * 48, 1070 * 48);
  const crossings = tone.filter((sample, index) => sample >= 0 && (tone[index - 1] ?? 0) < 0);
  expect(crossings.length).toBe(30);
});

test.each([
  [128_000, 48_000],
  [96_000, 44_100],
  [192_000, 48_000],
  [64_000, 22_050],
])("the audio stream has its bitrate: %i at %i Hz", (audioBitrate, sampleRate) => {
  const rung = rungSettings({ audioBitrate, sampleRate });
  const stream = Buffer.concat(render(rung, 60, 8));
  let bytes = 0;
  for (let at = 0; at < stream.length; at += 188) {
    const packet = stream.subarray(at, at + 188);
    if ((packet.readUInt16BE(1) & 0x1fff) !== 492) continue;
    const start = ((packet[3] ?? 0) & 0x20) !== 0 ? 5 + (packet[4] ?? 0) : 4;
    bytes += 188 - start - (((packet[1] ?? 0) & 0x40) !== 0 ? 14 : 0);
  }
  expect(Math.abs((bytes * 8) / 16 / audioBitrate - 1)).toBeLessThan(0.01);
});

test("a slate is one colour and silence", () => {
  const rung = rungSettings({ width: 64, height: 48 });
  const settings = encoderSettings([rung]);
  const red = slatePictures(rung, [65, 100, 212]);
  const [packets = Buffer.alloc(0)] = numbered([
    renderGop({ settings, rungIndex: 0, rung, pictures: red, startMs: START_MS, sequence: 0 })
      .packets,
  ]);
  expect(checkSegments([packets]).problems).toEqual([]);
  if (!ffmpeg) return;
  const { pictures } = decodeVideo(packets);
  const planes = [
    pictures.subarray(0, 3072),
    pictures.subarray(3072, 3840),
    pictures.subarray(3840, 4608),
  ];
  expect(planes.map((plane) => [...new Set(plane)])).toEqual([[65], [100], [212]]);
  expect(Math.max(...decodeAudio(packets).samples.map(Math.abs))).toBeLessThan(10);
});
