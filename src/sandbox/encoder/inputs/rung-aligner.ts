import type { RawGop } from "./ts-cutter.ts";

/** A GOP of one rung; `rung` is the index into the settings' rungs. */
export type RungGop = RawGop & { readonly rung: number };

type RungAligner = { add(gop: RungGop): void };

/** Half a frame at 60 fps: timestamps are rounded. */
const TOLERANCE_TICKS = 750;

/**
 * Keeps the rungs of one encoder together: GOPs are passed on when every rung has come that far, so that all rungs always
 * end on the same picture. Groups that are not `gopFrames[rung]` pictures long (the end of a file) are dropped.
 */
export function createRungAligner(
  gopFrames: readonly number[],
  onGops: (gops: readonly RungGop[]) => void,
): RungAligner {
  const queues: RungGop[][] = gopFrames.map(() => []);
  const reached = gopFrames.map(() => -Infinity);
  return {
    add(gop) {
      if (gop.pictures.length !== gopFrames[gop.rung]) return;
      queues[gop.rung]?.push(gop);
      reached[gop.rung] = endOf(gop);
      const commonTicks = Math.min(...reached) + TOLERANCE_TICKS;
      const ready = queues.flatMap((queue) => {
        const waiting = queue.findIndex((queued) => endOf(queued) > commonTicks);
        return queue.splice(0, waiting < 0 ? queue.length : waiting);
      });
      if (ready.length > 0) onGops(ready);
    },
  };
}

function endOf({ startTicks, durationTicks }: RawGop): number {
  return startTicks + durationTicks;
}
