import { Parser } from "m3u8-parser";

/** A rendition as the master playlist names it. Bandwidths in bits per second; empty and 0 where it does not tell. */
export type VariantLink = {
  readonly uri: string;
  readonly resolution: string;
  readonly codecs: string;
  readonly bandwidth: number;
  readonly averageBandwidth: number;
};

/** A variant playlist, as far as a player needs it. */
export type Variant = {
  readonly mediaSequence: number;
  readonly targetDurationSeconds: number;
  /** EXT-X-ENDLIST: nothing comes any more. */
  readonly isEnded: boolean;
  readonly segments: readonly { readonly uri: string; readonly durationSeconds: number }[];
};

/** Reads a master playlist, from an address that its variables may name a part of; empty when it names no variant, or is no playlist at all. */
export function parseMaster(text: string, from?: string): readonly VariantLink[] {
  const { playlists } = parse(text, from);
  return (playlists ?? []).filter(hasAddress).map(({ uri, attributes }) => {
    const size = attributes?.RESOLUTION;
    return {
      uri,
      resolution: size?.height === undefined ? "" : `${size.width}x${size.height}`,
      codecs: typeof attributes?.["CODECS"] === "string" ? attributes["CODECS"] : "",
      bandwidth: finite(attributes?.["BANDWIDTH"]),
      averageBandwidth: finite(attributes?.["AVERAGE-BANDWIDTH"]),
    };
  });
}

/** Reads a variant playlist; without segments when it is no playlist at all. */
export function parseVariant(text: string): Variant {
  const manifest = parse(text);
  return {
    mediaSequence: finite(manifest.mediaSequence ?? 0),
    targetDurationSeconds: finite(manifest.targetDuration ?? 0),
    isEnded: manifest.endList === true,
    segments: (manifest.segments ?? []).filter(hasAddress).map(({ uri, duration }) => ({
      uri,
      durationSeconds: finite(duration),
    })),
  };
}

/** The number of the newest segment, counted as EXT-X-MEDIA-SEQUENCE counts; undefined when it lists none. */
export function newestSequence({ mediaSequence, segments }: Variant): number | undefined {
  return segments.length === 0 ? undefined : mediaSequence + segments.length - 1;
}

/** The file name of a URI: neither folders nor the query, which can carry a key. */
export function fileName(uri: string): string {
  const path = uri.replace(/[?#].*$/s, "");
  return path.slice(path.lastIndexOf("/") + 1);
}

function finite(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}

/** The parser takes any text for an address; what nobody could ask for is left out. */
function hasAddress({ uri }: { readonly uri?: unknown }): boolean {
  return typeof uri === "string" && URL.canParse(uri, "http://edge/");
}

/** The parser throws on a comma behind the last attribute of a tag, which players read over. */
export function withoutLastCommas(text: string): string {
  return text.replaceAll(/^(#EXT-X-[^\r\n]*?),[ \t]*(?=\r?$)/gm, "$1");
}

/** The parser throws on a few tags without a value; to a player that is no playlist either. */
function parse(text: string, from = ""): Parser["manifest"] {
  const parser = new Parser({ uri: from });
  try {
    parser.push(withoutLastCommas(text));
    parser.end();
  } catch {
    return {};
  }
  return parser.manifest;
}
