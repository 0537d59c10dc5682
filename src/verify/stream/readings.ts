import type { RenditionLink } from "./master-playlist.ts";
import type { MediaPlaylist } from "./media-playlist.ts";
import type { Playable, SegmentReading } from "./read-segment.ts";
import type { Reply } from "./wire.ts";

/** A media playlist as it was at one moment. */
export type PlaylistReading = {
  readonly at: number;
  readonly reply: Reply;
  /** Undefined where no playlist came. */
  readonly playlist: MediaPlaylist | undefined;
};

/** One rendition and what was seen of its playlist, in the order of time; never empty. */
export type RenditionReading = RenditionLink & {
  readonly readings: readonly PlaylistReading[];
  /** What earlier looks of a watch saw of it. */
  readonly earlier: readonly PlaylistReading[];
};

/** Segments of a rendition's window that were read, by their numbers. */
export type WindowReading = {
  readonly rendition: RenditionReading;
  readonly listed: number;
  readonly segments: readonly SegmentReading[];
  /** The newest that could be read, a few seconds of them in their order, to be decoded. */
  readonly newest: readonly Playable[];
};
