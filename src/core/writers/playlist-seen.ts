import { fileName, newestSequence, parseMaster, parseVariant } from "../../verify/playlists.ts";

/** What one read of a playlist at the origin gave. */
export type PlaylistSeen =
  /** 404: nobody wrote it, or its TTL is over. */
  | { readonly is: "absent" }
  /** 401, 403, 429, 5xx, or no answer: nothing can be said. */
  | { readonly is: "unknown"; readonly why: string }
  | {
      readonly is: "there";
      readonly text: string;
      /** EXT-X-ENDLIST: whoever wrote it has ended. */
      readonly isEnded: boolean;
      /** Seconds; 0 in a master. */
      readonly targetDurationSeconds: number;
      /** File names, oldest first; empty in a master. */
      readonly segments: readonly string[];
      /** Number of the newest segment; undefined in a master. */
      readonly newest: number | undefined;
      /** The file names of the variants that a master names. */
      readonly variants: readonly string[];
    };

/** All playlists of a cache at one moment, by their names. */
export type PlaylistsSeen = ReadonlyMap<string, PlaylistSeen>;

/** Reads an answer of the origin to a request for a playlist. */
export function playlistSeen(status: number, text: string): PlaylistSeen {
  if (status === 404) return { is: "absent" };
  if (status !== 200) return { is: "unknown", why: `the origin answers ${status}` };
  const variant = parseVariant(text);
  return {
    is: "there",
    text,
    isEnded: variant.isEnded,
    targetDurationSeconds: variant.targetDurationSeconds,
    segments: variant.segments.map(({ uri }) => fileName(uri)),
    newest: newestSequence(variant),
    variants: parseMaster(text).map(({ uri }) => fileName(uri)),
  };
}
