import type { MediaPlaylist } from "./media-playlist.ts";
import type { PlaylistReading } from "./readings.ts";

/** Two looks at one list between which it changed. */
export type Step = {
  readonly before: MediaPlaylist;
  readonly now: MediaPlaylist;
  readonly reading: PlaylistReading;
};

/** The changes between consecutive looks. */
export function stepsOf(readings: readonly PlaylistReading[]): readonly Step[] {
  const lists = readings.flatMap((reading) =>
    // One without segments has not begun, and a delta update is a part of a list.
    reading.playlist === undefined ||
    reading.playlist.segments.length === 0 ||
    reading.playlist.text.includes("#EXT-X-SKIP:")
      ? []
      : [{ reading, playlist: reading.playlist }],
  );
  return lists.flatMap(({ reading, playlist }, index) => {
    const before = lists[index - 1]?.playlist;
    return before === undefined || before.text === playlist.text
      ? []
      : [{ before, now: playlist, reading }];
  });
}

/** The number of the newest segment. */
export function newest({ mediaSequence, segments }: MediaPlaylist): number {
  return mediaSequence + segments.length - 1;
}
