import type { Gop } from "../encoder-settings.ts";
import { TICKS_PER_MS, TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";
import type { Restamper } from "./restamp.ts";
import type { Segment } from "./segment.ts";

/** Sources of real video are a few ticks off: 5 ms are no reason to wait for another GOP. */
const TOLERANCE_TICKS = 450;

/**
 * Joins the GOPs of one rung to segments; `push` returns the segment that this GOP completed. "Segments will end on the
 * next keyframe after this duration" (MediaLive API model, SegmentLength).
 */
export function createSegmenter(
  segmentLengthSeconds: number,
  restamper: Restamper,
  now: () => number,
): { push(gop: Gop): readonly Segment[] } {
  const wantedTicks = segmentLengthSeconds * TICKS_PER_SECOND - TOLERANCE_TICKS;
  let sequence = 0;
  let open: OpenSegment | undefined;
  let nextStartMs: number | undefined;

  const close = (): readonly Segment[] => {
    if (open === undefined) return [];
    const { parts, durationTicks, startMs, discontinuity } = open;
    open = undefined;
    nextStartMs = startMs + durationTicks / TICKS_PER_MS;
    sequence++;
    return [{ sequence, packets: Buffer.concat(parts), durationTicks, startMs, discontinuity }];
  };

  return {
    push: (gop) => {
      const cut = gop.discontinuity ? close() : [];
      if (gop.discontinuity) nextStartMs = undefined;
      open ??= {
        parts: [restamper.tables()],
        durationTicks: 0,
        startMs: nextStartMs ?? now() - gop.durationTicks / TICKS_PER_MS,
        discontinuity: gop.discontinuity,
      };
      open.parts.push(restamper.restamp(gop.packets));
      open.durationTicks += gop.durationTicks;
      return open.durationTicks >= wantedTicks ? [...cut, ...close()] : cut;
    },
  };
}

type OpenSegment = {
  readonly parts: Buffer[];
  durationTicks: number;
  readonly startMs: number;
  readonly discontinuity: boolean;
};
