import type { HlsSettings } from "../hls-settings.ts";
import { type ListedSegment, variantPlaylist } from "../packaging/variant-playlist.ts";
import type { Segment } from "../packaging/segment.ts";

/** What one output's playlist lists: only segments that are stored. */
type PlaylistWindow = {
  /**
   * Takes a segment that was just stored. A gap before it (segments lost while the origin was away) empties the list:
   * names and media sequence numbers stay in step.
   */
  stored(segment: Segment, name: string): void;
  playlist(): string;
};

/** An empty list that keeps the output group's window. */
export function createPlaylistWindow(
  hls: HlsSettings,
  segmentLengthSeconds: number,
): PlaylistWindow {
  let listed: readonly ListedSegment[] = [];
  let discontinuitiesBefore = 0;
  let datedMs: number | undefined;
  let last: number | undefined;

  const forget = (segments: readonly ListedSegment[]): void => {
    discontinuitiesBefore += segments.filter(({ discontinuity }) => discontinuity).length;
  };
  const isDated = (segment: Segment, jump: boolean): boolean => {
    const period = hls.programDateTimeSeconds;
    if (period === undefined) return false;
    const due = datedMs === undefined || segment.startMs - datedMs >= period * 1000 - 1;
    if (due || jump) datedMs = segment.startMs;
    return due || jump;
  };

  return {
    stored: (segment, name) => {
      const gap = last !== undefined && segment.sequence !== last + 1;
      last = segment.sequence;
      if (gap) {
        forget(listed);
        listed = [];
      }
      const { sequence, durationTicks, startMs } = segment;
      const discontinuity = segment.discontinuity || gap;
      const dated = isDated(segment, discontinuity);
      listed = [...listed, { name, sequence, durationTicks, startMs, discontinuity, dated }];
      const surplus = Math.max(0, listed.length - hls.windowSegments);
      forget(listed.slice(0, surplus));
      listed = listed.slice(surplus);
    },
    playlist: () =>
      variantPlaylist({ hls, segmentLengthSeconds, window: listed, discontinuitiesBefore }),
  };
}
