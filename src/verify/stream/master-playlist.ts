import { fileName, parseMaster, type VariantLink } from "../playlists.ts";
import { parseManifest, resolved } from "./media-playlist.ts";

type RenditionKind = "variant" | "audio" | "video" | "subtitles";

/** One media playlist that a player may choose. */
export type RenditionLink = {
  readonly kind: RenditionKind;
  readonly name: string;
  readonly address: string;
  /** What the master says of it; undefined for what it says nothing of. */
  readonly link: VariantLink | undefined;
  /** The variant's sound is in renditions of its own. */
  readonly hasOwnAudio: boolean;
};

const GROUPS = [
  ["AUDIO", "audio"],
  ["VIDEO", "video"],
  ["SUBTITLES", "subtitles"],
] as const;

/** Every media playlist that a master names, each once: variants first. I-frame playlists are not among them. */
export function renditionsOf(text: string, from: string): readonly RenditionLink[] {
  const { playlists, mediaGroups } = parseManifest(text, from);
  const links = parseMaster(text, from);
  const found = new Map<string, RenditionLink>();
  for (const link of links) {
    const address = resolved(link.uri, from);
    const raw = playlists?.find(({ uri }) => uri === link.uri);
    const group = raw?.attributes?.["AUDIO"];
    const own = typeof group === "string" ? mediaGroups?.["AUDIO"]?.[group] : undefined;
    const hasOwnAudio = Object.values(own ?? {}).some(({ uri }) => uri !== undefined);
    if (address !== undefined && !found.has(address))
      found.set(address, {
        kind: "variant",
        name: fileName(link.uri) || link.uri,
        address,
        link,
        hasOwnAudio,
      });
  }
  for (const [type, kind] of GROUPS)
    for (const group of Object.values(mediaGroups?.[type] ?? {}))
      for (const { uri } of Object.values(group)) {
        const address = resolved(uri, from);
        if (address !== undefined && !found.has(address))
          found.set(address, {
            kind,
            name: fileName(uri ?? "") || kind,
            address,
            link: undefined,
            hasOwnAudio: false,
          });
      }
  return [...found.values()];
}

/** What is in a master that is not looked at, in words. */
export function notLookedAt(text: string): readonly string[] {
  const parts: readonly (readonly [RegExp, string])[] = [
    [/^#EXT-X-I-FRAME-STREAM-INF:/m, "I-frame playlists"],
    [/^#EXT-X-SESSION-KEY:/m, "session keys"],
    [/^#EXT-X-CONTENT-STEERING:/m, "content steering"],
  ];
  return parts.flatMap(([pattern, what]) => (pattern.test(text) ? [what] : []));
}
