import type { ViewerAnswer } from "./client.ts";
import { once } from "../services/once.ts";
import {
  fileName,
  parseMaster,
  parseVariant,
  type Variant,
  type VariantLink,
} from "./playlists.ts";

/** How one place that serves the stream is asked. */
export type Source = {
  readonly name: "origin" | "edge";
  /** What to ask for: the address of a URI that a playlist names. */
  readonly resolve: (uri: string, from?: string) => string;
  readonly get: (address: string) => Promise<ViewerAnswer | undefined>;
  readonly curl: (address: string, flags?: string) => string;
};

/** The origin or the edge, with what was seen there: each object is asked for once. */
export type CachedSource = Source & {
  readonly master: () => Promise<MasterSeen>;
  /** The variants in the order of the master; empty without one. */
  readonly variants: () => Promise<readonly VariantSeen[]>;
  /** The newest segment of every variant that lists one. */
  readonly segments: () => Promise<readonly SegmentSeen[]>;
};

export type MasterSeen = {
  readonly address: string;
  readonly answer: ViewerAnswer | undefined;
  readonly links: readonly VariantLink[];
};

export type VariantSeen = {
  readonly name: string;
  readonly address: string;
  readonly link: VariantLink;
  readonly answer: ViewerAnswer | undefined;
  /** Undefined unless it was answered with 200. */
  readonly playlist: Variant | undefined;
};

export type SegmentSeen = {
  readonly name: string;
  readonly address: string;
  readonly variant: VariantSeen;
  /** As EXTINF says. */
  readonly durationSeconds: number;
  readonly answer: ViewerAnswer | undefined;
};

/** Remembers what is seen through a source. */
export function createCachedSource(source: Source): CachedSource {
  const master = once(async (): Promise<MasterSeen> => {
    const address = source.resolve("playlist.m3u8");
    const answer = await source.get(address);
    const links = answer?.status === 200 ? parseMaster(textOf(answer)) : [];
    return { address, answer, links };
  });
  const variants = once(async () => {
    const seen = await master();
    return Promise.all(seen.links.map((link) => lookAtVariant(source, link, seen.address)));
  });
  const segments = once(async () => {
    const seen = await Promise.all((await variants()).map((each) => lookAtNewest(source, each)));
    return seen.filter((each) => each !== undefined);
  });
  return { ...source, master, variants, segments };
}

/** Asks for a variant playlist, not from memory. */
export async function lookAtVariant(
  source: Source,
  link: VariantLink,
  masterAddress: string,
): Promise<VariantSeen> {
  const address = source.resolve(link.uri, masterAddress);
  const answer = await source.get(address);
  return {
    name: fileName(link.uri),
    address,
    link,
    answer,
    playlist: answer?.status === 200 ? parseVariant(textOf(answer)) : undefined,
  };
}

async function lookAtNewest(
  source: Source,
  variant: VariantSeen,
): Promise<SegmentSeen | undefined> {
  const newest = variant.playlist?.segments.at(-1);
  if (newest === undefined) return undefined;
  const address = source.resolve(newest.uri, variant.address);
  const { durationSeconds } = newest;
  const answer = await source.get(address);
  return { name: fileName(newest.uri), address, variant, durationSeconds, answer };
}

/** A body as text. */
export function textOf(answer: ViewerAnswer): string {
  return answer.body.toString("utf8");
}

/** A status as it is said: `404`, or that nothing answered. */
export function statusOf(answer: ViewerAnswer | undefined): string {
  return answer === undefined ? "no answer" : String(answer.status);
}
