import type { Fault } from "./fault.ts";
import type { WindowReading } from "./readings.ts";
import type { Reply } from "./wire.ts";

/** A segment that came slower than it plays, to be asked for again by itself: side by side they take from each other. */
export function slowest(
  windows: readonly WindowReading[],
): { readonly window: WindowReading; readonly index: number } | undefined {
  for (const window of windows) {
    const slow = window.segments.map(
      ({ reply, segment }) => reply.tookMs > segment.durationSeconds * 1000,
    );
    if (slow.filter(Boolean).length * 2 > slow.length && slow.length > 0)
      return { window, index: window.segments.length - 1 };
  }
  return undefined;
}

/** The same judged by one answer that had the line to itself. */
export function judgePace(
  reply: Reply,
  { name, seconds }: { readonly name: string; readonly seconds: number },
): readonly Fault[] {
  if (reply.tookMs <= seconds * 1000) return [];
  const isLate = reply.firstByteMs > seconds * 500;
  return [
    {
      code: isLate ? "FIRST_BYTE_LATE" : "SLOWER_THAN_REAL_TIME",
      severity: "fail",
      saw: `${name}: first byte after ${(reply.firstByteMs / 1000).toFixed(1)} s, the whole after ${(reply.tookMs / 1000).toFixed(1)} s, and it plays for ${seconds} s`,
      text: "segments come slower than they are played, so every viewer here stalls",
      hint: isLate
        ? "Look at what the edge waits for: the way to its origin, or the origin's load. Asked for again, a cached segment must come at once."
        : "Compare from another network: the line of this machine may be too thin for this bitrate; offer a lower variant.",
      address: reply.address,
    },
  ];
}
