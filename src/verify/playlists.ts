import { Parser } from "m3u8-parser";

/** A rendition as the master playlist names it. */
export type VariantLink = { readonly uri: string; readonly resolution: string };

/** A variant playlist, as far as a player needs it. */
export type Variant = {
  readonly mediaSequence: number;
  readonly targetDurationSeconds: number;
  readonly segments: readonly { readonly uri: string; readonly durationSeconds: number }[];
};

/** Reads a master playlist; empty when it names no variant. */
export function parseMaster(text: string): readonly VariantLink[] {
  const { playlists } = parse(text);
  return (playlists ?? []).map(({ uri, attributes }) => {
    const size = attributes?.RESOLUTION;
    return { uri, resolution: size === undefined ? "" : `${size.width}x${size.height}` };
  });
}

/** Reads a variant playlist. */
export function parseVariant(text: string): Variant {
  const manifest = parse(text);
  return {
    mediaSequence: manifest.mediaSequence ?? 0,
    targetDurationSeconds: manifest.targetDuration ?? 0,
    segments: (manifest.segments ?? []).map(({ uri, duration }) => ({
      uri,
      durationSeconds: duration,
    })),
  };
}

function parse(text: string): Parser["manifest"] {
  const parser = new Parser();
  parser.push(text);
  parser.end();
  return parser.manifest;
}
