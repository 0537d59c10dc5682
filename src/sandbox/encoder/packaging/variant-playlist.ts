import type { HlsSettings } from "../hls-settings.ts";
import { TICKS_PER_SECOND } from "../transport-stream/timestamp.ts";

/** A stored segment as the playlist lists it. */
export type ListedSegment = {
  readonly name: string;
  readonly sequence: number;
  readonly durationTicks: number;
  readonly startMs: number;
  readonly discontinuity: boolean;
  /** Gets an EXT-X-PROGRAM-DATE-TIME. */
  readonly dated: boolean;
};

/**
 * The media playlist of one output in the form that Momento's MediaLive tutorial shows: version 3, five decimals, no
 * ENDLIST while live. EXT-X-DISCONTINUITY-SEQUENCE counts the breaks that have left the window.
 */
export function variantPlaylist({
  hls,
  segmentLengthSeconds,
  window,
  discontinuitiesBefore,
}: {
  readonly hls: HlsSettings;
  readonly segmentLengthSeconds: number;
  readonly window: readonly ListedSegment[];
  readonly discontinuitiesBefore: number;
}): string {
  const longest = Math.max(0, ...window.map(({ durationTicks }) => durationTicks));
  const targetSeconds = Math.max(segmentLengthSeconds, Math.round(longest / TICKS_PER_SECOND));
  const lines = [
    "#EXTM3U",
    "#EXT-X-VERSION:3",
    ...(hls.allowCache ? [] : ["#EXT-X-ALLOW-CACHE:NO"]),
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    `#EXT-X-MEDIA-SEQUENCE:${window[0]?.sequence ?? 0}`,
    ...(hls.discontinuityTags && discontinuitiesBefore > 0
      ? [`#EXT-X-DISCONTINUITY-SEQUENCE:${discontinuitiesBefore}`]
      : []),
    ...window.flatMap((segment) => segmentLines(hls, segment)),
  ];
  return `${lines.join("\n")}\n`;
}

function segmentLines(hls: HlsSettings, segment: ListedSegment): readonly string[] {
  const seconds = segment.durationTicks / TICKS_PER_SECOND;
  const duration =
    hls.durationFormat === "INTEGER" ? String(Math.round(seconds)) : seconds.toFixed(5);
  return [
    ...(segment.discontinuity && hls.discontinuityTags ? ["#EXT-X-DISCONTINUITY"] : []),
    ...(segment.dated
      ? [`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.startMs).toISOString()}`]
      : []),
    `#EXTINF:${duration},`,
    hls.contentPrefix + segment.name,
  ];
}
