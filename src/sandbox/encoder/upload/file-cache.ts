import type { Segment } from "../packaging/segment.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";

/** Segments of one output that wait to be stored, oldest first, never more than a duration of them. */
type FileCache = {
  add(segment: Segment): void;
  /** The oldest, which stays in the cache; waits for one. Undefined once closed and empty. */
  oldest(): Promise<Segment | undefined>;
  /** Forgets a segment, if it is still there. */
  remove(segment: Segment): void;
  /** No more will come; what is there can still be had. */
  close(): void;
  clear(): void;
};

/** Holds `maxSeconds` of media (FilecacheDuration), at least one segment; the oldest make room for the newest. */
export function createFileCache(maxSeconds: number): FileCache {
  const segments: Segment[] = [];
  let closed = false;
  let wake: (() => void) | undefined;
  const changed = (): void => {
    wake?.();
    wake = undefined;
  };
  return {
    add: (segment) => {
      if (closed) return;
      segments.push(segment);
      let ticks = segments.reduce((sum, each) => sum + each.durationTicks, 0);
      while (ticks > maxSeconds * TICKS_PER_SECOND && segments.length > 1)
        ticks -= segments.shift()?.durationTicks ?? 0;
      changed();
    },
    oldest: async () => {
      while (segments.length === 0 && !closed)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return segments[0];
    },
    remove: (segment) => {
      const index = segments.indexOf(segment);
      if (index >= 0) segments.splice(index, 1);
    },
    close: () => {
      closed = true;
      changed();
    },
    clear: () => {
      segments.length = 0;
    },
  };
}
