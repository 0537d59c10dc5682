import { judgeFreshness } from "./judge-freshness.ts";
import { complaintOf } from "./judge-segments.ts";
import type { RenditionReading, WindowReading } from "./readings.ts";

/** What one rendition had under one number. */
type TimelineCell = {
  /** On the clock of the stream; null where that could not be read. */
  readonly startSeconds: number | null;
  readonly seconds: number;
  readonly bytes: number;
  /** `ok`, `unread` or the code of what is wrong. */
  readonly is: string;
};

/** One window of every rendition, side by side. Plain data. */
export type Timeline = {
  readonly renditions: readonly { readonly name: string; readonly grew: boolean }[];
  /** By media sequence number, null where a rendition lists nothing under it. */
  readonly rows: readonly {
    readonly sequence: number;
    readonly cells: readonly (TimelineCell | null)[];
  }[];
};

/** Puts what was read of all renditions into one table by sequence number. */
export function timelineOf(
  windows: readonly WindowReading[],
  watched: readonly RenditionReading[],
): Timeline {
  const columns = windows.filter(({ rendition }) => rendition.kind !== "subtitles");
  const listed = columns.map(({ rendition, segments }) => {
    const read = new Map(segments.map((reading) => [reading.segment.sequence, reading]));
    return new Map(
      (rendition.readings[0]?.playlist?.segments ?? []).map((segment) => {
        const reading = read.get(segment.sequence);
        const { video, audio } = reading?.media ?? {};
        const start = video?.startSeconds ?? audio?.startSeconds;
        const cell: TimelineCell = {
          startSeconds: start === undefined ? null : Math.round(start * 1000) / 1000,
          seconds: segment.durationSeconds,
          bytes: reading?.bytes ?? 0,
          is: segment.isGap
            ? "gap"
            : reading === undefined
              ? "unread"
              : (complaintOf(reading)?.code ?? "ok"),
        };
        return [segment.sequence, cell] as const;
      }),
    );
  });
  const sequences = new Set(listed.flatMap((column) => [...column.keys()]));
  return {
    renditions: columns.map(({ rendition: { name, address } }) => ({
      name,
      grew: judgeFreshness(watched.filter((each) => each.address === address)).length === 0,
    })),
    rows: [...sequences]
      .toSorted((one, other) => one - other)
      .map((sequence) => ({
        sequence,
        cells: listed.map((column) => column.get(sequence) ?? null),
      })),
  };
}
