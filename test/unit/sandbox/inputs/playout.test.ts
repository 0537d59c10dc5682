import { expect, test } from "vitest";
import { createPlayout } from "../../../../src/sandbox/encoder/inputs/playout.ts";
import type { RungGop } from "../../../../src/sandbox/encoder/inputs/rung-aligner.ts";
import { createTsCutter } from "../../../../src/sandbox/encoder/inputs/ts-cutter.ts";
import type { EncoderSettings, Gop } from "../../../../src/sandbox/encoder/encoder-settings.ts";
import { createManualClock } from "./manual-clock.ts";
import { someSettings } from "./settings.ts";

const MARK = Buffer.from("LIVE PICTURE");

/** One second of live pictures for both rungs, on the source's own clock. */
function second(startTicks: number): RungGop[] {
  return [0, 1].map((rung) => ({
    rung,
    startTicks,
    durationTicks: 90_000,
    pictures: Array.from({ length: 30 }, (_, index) => ({
      data: MARK,
      ptsTicks: startTicks + index * 3_000,
    })),
    sounds: [],
  }));
}

function start(more: Partial<EncoderSettings> = {}) {
  const clock = createManualClock();
  const stop = new AbortController();
  const sent: { readonly gop: Gop; readonly atMs: number }[] = [];
  const playout = createPlayout({
    settings: someSettings(more),
    clock,
    stopping: stop.signal,
    emit: (gop) => sent.push({ gop, atMs: clock.now() }),
  });
  /** What rung 0 showed: `L`ive or slate, one letter a GOP. */
  const shown = (): string =>
    sent
      .filter(({ gop }) => gop.rung === 0)
      .map(({ gop }) => (gop.packets.includes(MARK) ? "L" : "s"))
      .join("");
  return { clock, playout, sent, shown, stop };
}

test("a new run of the source goes on where the last one ended", () => {
  const { playout, sent } = start();
  playout.live(second(5_000));
  playout.live(second(77_777_000));
  const starts = sent.filter(({ gop }) => gop.rung === 0).map(({ gop }) => gop.startTicks);
  expect(starts[1]).toBe((starts[0] ?? 0) + 90_000);
  expect(sent.some(({ gop }) => gop.discontinuity)).toBe(false);
});

test("the timeline follows the epoch, so that a restarted channel never goes back", () => {
  const { clock, playout, sent } = start();
  playout.live(second(0));
  expect(sent[0]?.gop.startTicks).toBe((clock.now() - 1_000) * 90);
});

test("a lost input is slate in real time, all rungs together, until pictures come again", async () => {
  const { clock, playout, sent, shown } = start();
  playout.live(second(0));
  playout.lose();
  await clock.advance(3_500);
  playout.live(second(900_000));
  await clock.advance(5_000);
  expect(shown()).toBe("LsssL");
  const starts = (rung: number) =>
    sent.filter(({ gop }) => gop.rung === rung).map(({ gop }) => gop.startTicks);
  expect(starts(0)).toEqual(starts(1));
  expect(new Set(starts(0).map((ticks, index) => ticks - index * 90_000)).size).toBe(1);
});

test("slate also fills the time in which the loss was not noticed", async () => {
  const { clock, playout, shown } = start();
  playout.live(second(0));
  await clock.advance(2_500);
  playout.lose();
  await clock.advance(0);
  expect(shown()).toBe("Lss");
});

test("after an hour's sleep of the machine only a few seconds of slate are made up for", async () => {
  const { clock, playout, shown } = start();
  playout.live(second(0));
  await clock.advance(3_600_000);
  playout.lose();
  await clock.advance(0);
  expect(shown().length).toBeLessThanOrEqual(5);
});

test("slate starts at once when there was never an input", async () => {
  const { clock, playout, shown } = start();
  playout.lose();
  await clock.advance(2_000);
  expect(shown()).toBe("sss");
});

test("losing, finding and losing again never makes two slates run", async () => {
  const { clock, playout, shown } = start();
  playout.lose();
  await clock.advance(500);
  playout.live(second(0));
  playout.lose();
  playout.lose();
  await clock.advance(10_000);
  expect(shown().length).toBeLessThanOrEqual(13);
});

test("PAUSE_OUTPUT sends nothing while the input is lost, and goes on without a gap", async () => {
  const { clock, playout, sent, shown } = start({ inputLossAction: "PAUSE_OUTPUT" });
  playout.live(second(0));
  playout.lose();
  await clock.advance(60_000);
  playout.live(second(90_000));
  expect(shown()).toBe("LL");
  expect(sent[2]?.gop.startTicks).toBe((sent[0]?.gop.startTicks ?? 0) + 90_000);
});

test("an input that was lost and then delivers everything at once is not sent ahead of the clock", async () => {
  const { clock, playout, shown } = start();
  playout.live(second(0));
  playout.lose();
  await clock.advance(10_000);
  for (let count = 1; count <= 60; count += 1) playout.live(second(count * 90_000));
  expect(shown().match(/L+$/u)?.[0].length).toBeLessThanOrEqual(8);
});

test("black gives way to the colour of InputLossBehavior", async () => {
  const { clock, playout, sent } = start({
    inputLoss: { repeatFrameMs: 1_000, blackFrameMs: 1_000, imageColor: "FF0000" },
  });
  playout.lose();
  await clock.advance(4_000);
  const keyframes = sent.filter(({ gop }) => gop.rung === 0).map(({ gop }) => keyframe(gop));
  expect(keyframes.length).toBe(5);
  expect(keyframes[1]).toEqual(keyframes[0]);
  expect(keyframes[2]).not.toEqual(keyframes[0]);
  expect(keyframes[4]).toEqual(keyframes[2]);
});

test("nothing is sent after the stop", async () => {
  const { clock, playout, sent, stop } = start();
  playout.lose();
  await clock.advance(1_000);
  const before = sent.length;
  stop.abort();
  await clock.advance(10_000);
  expect(sent.length).toBe(before);
});

function keyframe(gop: Gop): Buffer | undefined {
  let picture: Buffer | undefined;
  const cutter = createTsCutter(48_000, ({ pictures }) => {
    picture = pictures[0]?.data;
  });
  cutter.push(gop.packets);
  cutter.end();
  return picture;
}
