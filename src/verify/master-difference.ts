import { fileName, type VariantLink } from "./playlists.ts";

/** How far a bandwidth may be off where the encoder measures it instead of deriving it. */
const MEASURED_SHARE = 0.25;

/**
 * Says what differs between the master that viewers get and the one that the encoder writes: order, names, RESOLUTION and
 * CODECS must be the same; BANDWIDTH too with CBR, else within 25 %. Queries are left out. Empty when nothing differs.
 */
export function masterDifferences(
  edge: readonly VariantLink[],
  origin: readonly VariantLink[],
  { isCbr }: { readonly isCbr: boolean },
): readonly string[] {
  const names = (links: readonly VariantLink[]): string =>
    links.map(({ uri }) => fileName(uri)).join(", ");
  if (names(edge) !== names(origin))
    return [
      `variants: ${names(edge) || "none"} at the edge, ${names(origin) || "none"} at the origin`,
    ];
  return edge.flatMap((link, index) => {
    const other = origin[index];
    if (other === undefined) return [];
    const differs = (member: string, seen: unknown, real: unknown): string =>
      `${member} of ${fileName(link.uri)}: ${String(seen)} at the edge, ${String(real)} at the origin`;
    return [
      link.resolution === other.resolution
        ? undefined
        : differs("RESOLUTION", link.resolution, other.resolution),
      link.codecs === other.codecs ? undefined : differs("CODECS", link.codecs, other.codecs),
      isSameBandwidth(link.bandwidth, other.bandwidth, isCbr)
        ? undefined
        : differs("BANDWIDTH", link.bandwidth, other.bandwidth),
    ].filter((text) => text !== undefined);
  });
}

function isSameBandwidth(seen: number, real: number, isCbr: boolean): boolean {
  return isCbr ? seen === real : Math.abs(seen - real) <= MEASURED_SHARE * real;
}
