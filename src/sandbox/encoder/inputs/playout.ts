import type { SandboxClock } from "../../clock.ts";
import type { EncoderSettings, Gop } from "../encoder-settings.ts";
import { originTicksOf } from "../test-pattern/render-gop.ts";
import { frameTicks, gopFramesOf } from "../test-pattern/frame-times.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";
import type { RungGop } from "./rung-aligner.ts";
import { createSlate } from "./slate.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

/** What the channel sends: the input while there is one, and what InputLossAction says while there is none. */
export type Playout = {
  /** GOPs of the input. They end a loss. */
  live(gops: readonly RungGop[]): void;
  /** The input is lost: EMIT_OUTPUT goes on with slate, PAUSE_OUTPUT sends nothing until the input is back. */
  lose(): void;
};

type PlayoutOptions = {
  readonly settings: EncoderSettings;
  readonly emit: (gop: Gop) => void;
  readonly clock: SandboxClock;
  readonly stopping: AbortSignal;
};

/** GOPs of slate sent at once to catch up with the clock: a machine that slept for an hour does not send an hour. */
const MAX_CATCH_UP_GOPS = 3;
/** How far the timeline may be ahead of the clock before GOPs of the input are dropped. */
const MAX_AHEAD_GOPS = 5;

/** Length of the longest GOP of `settings` in milliseconds. */
export function gopMilliseconds(settings: EncoderSettings): number {
  return Math.max(...settings.rungs.map((_, rung) => gopMsOf(settings, rung)));
}

/**
 * A playout on a timeline of its own, which follows the epoch like the test pattern's, so that a restarted channel never
 * goes back in time. Slate keeps to the clock: it also fills the time in which a loss was not yet noticed.
 */
export function createPlayout({ settings, emit, clock, stopping }: PlayoutOptions): Playout {
  const slate = createSlate(settings);
  const longestMs = gopMilliseconds(settings);
  let timeline: Timeline | undefined;
  /** How late the timeline is sent: at `tick / 90 + delayMs` a GOP that ends at `tick` is due. */
  let delayMs: number | undefined;
  let slateSent = false;
  let loss: { readonly sinceMs: number } | undefined;

  const begun = (): Timeline => {
    timeline ??= createTimeline(settings, originTicksOf(clock.now() - longestMs));
    return timeline;
  };
  const endMs = (rung: number): number => (begun().endTicks(rung) * 1_000) / TICKS_PER_SECOND;

  const sendDueSlate = (lostMs: number, dueMs: number): void => {
    for (const rung of settings.rungs.keys()) {
      while (endMs(rung) + gopMsOf(settings, rung) <= dueMs) {
        const gop = slate(rung, lostMs);
        if (gop === undefined) return;
        emit(begun().append(gop));
      }
    }
  };

  const sendSlate = async (mine: { readonly sinceMs: number }): Promise<void> => {
    const oldestMs = clock.now() - endMs(0) - (MAX_CATCH_UP_GOPS + 1) * longestMs;
    delayMs = Math.max(delayMs ?? 0, oldestMs);
    slateSent = true;
    while (loss === mine && !stopping.aborted) {
      const nowMs = clock.now();
      sendDueSlate(nowMs - mine.sinceMs, nowMs - delayMs);
      const nextMs = settings.rungs.map((_, rung) => endMs(rung) + gopMsOf(settings, rung));
      await clock.sleep(Math.max(1, Math.min(...nextMs) + delayMs - nowMs), stopping);
    }
  };

  return {
    live(gops) {
      loss = undefined;
      const nowMs = clock.now();
      const aheadMs = endMs(0) + (delayMs ?? 0) - nowMs;
      if (slateSent && aheadMs > MAX_AHEAD_GOPS * longestMs) return;
      for (const gop of gops) emit(begun().append(gop));
      // Before any slate the input's own pace is the schedule; slate then sets it for good.
      if (!slateSent) delayMs = Math.min(delayMs ?? Infinity, nowMs - endMs(0));
    },
    lose() {
      if (loss !== undefined || stopping.aborted) return;
      loss = { sinceMs: clock.now() };
      if (settings.inputLossAction === "EMIT_OUTPUT") sendSlate(loss).catch(() => {});
    },
  };
}

function gopMsOf(settings: EncoderSettings, rung: number): number {
  const each = settings.rungs[rung];
  if (each === undefined) return 0;
  return (frameTicks(each, gopFramesOf(settings, each)) * 1_000) / TICKS_PER_SECOND;
}
