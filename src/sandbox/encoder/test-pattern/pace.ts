import type { SandboxClock } from "../../clock.ts";
import type { EncoderSettings, Gop, RungSettings, Source } from "../encoder-settings.ts";
import { TICKS_PER_MS } from "../transport-stream/timestamp.ts";
import type { PictureSource } from "./picture-source.ts";
import { renderGop } from "./render-gop.ts";
import { frameTicks, gopFramesOf } from "./frame-times.ts";

/** Behind by more than this (a laptop that slept), GOPs are left out instead of being sent in a burst. */
const MAX_LAG_MS = 10_000;

/** Emits the GOPs of all rungs, each when its last frame is over, until stopped. */
export function paceGops({
  clock,
  settings,
  picturesOf,
  emit,
}: {
  readonly clock: SandboxClock;
  readonly settings: EncoderSettings;
  readonly picturesOf: (rung: RungSettings) => PictureSource;
  readonly emit: (gop: Gop) => void;
}): Source {
  const stopping = new AbortController();
  const startMs = clock.now();
  const runs = settings.rungs.map((rung, index) =>
    paceRung({
      clock,
      settings,
      index,
      rung,
      pictures: picturesOf(rung),
      startMs,
      emit,
      signal: stopping.signal,
    }),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(runs);
    },
  };
}

async function paceRung({
  clock,
  settings,
  index,
  rung,
  pictures,
  startMs,
  emit,
  signal,
}: {
  readonly clock: SandboxClock;
  readonly settings: EncoderSettings;
  readonly index: number;
  readonly rung: RungSettings;
  readonly pictures: PictureSource;
  readonly startMs: number;
  readonly emit: (gop: Gop) => void;
  readonly signal: AbortSignal;
}): Promise<void> {
  const frames = gopFramesOf(settings, rung);
  const endMs = (sequence: number): number =>
    startMs + frameTicks(rung, (sequence + 1) * frames) / TICKS_PER_MS;
  let skipped = false;
  for (let sequence = 0; ; sequence++) {
    try {
      await clock.sleep(Math.max(0, endMs(sequence) - clock.now()), signal);
    } catch {
      return;
    }
    if (signal.aborted) return;
    if (clock.now() - endMs(sequence) > MAX_LAG_MS) {
      skipped = true;
      continue;
    }
    emit({
      ...renderGop({ settings, rungIndex: index, rung, pictures, startMs, sequence }),
      discontinuity: skipped,
    });
    skipped = false;
  }
}
