import { createHash } from "node:crypto";
import { readMedia, type Media } from "../media/read-media.ts";
import type { MediaSegment } from "./media-playlist.ts";
import { openResource, type Fetch, type ResourceTrouble } from "./open-resource.ts";
import type { Reply } from "./wire.ts";

/** What one listed segment turned out to be. */
export type SegmentReading = {
  readonly segment: MediaSegment;
  readonly reply: Reply;
  /** As they came. */
  readonly bytes: number;
  /** Undefined where it could not be read, or may not be looked into. */
  readonly media: Media | undefined;
  /** Of the bytes as they play. */
  readonly hash: string | undefined;
  readonly trouble: ResourceTrouble | undefined;
};

/** A segment as a player would append it. */
export type Playable = { readonly init: Buffer; readonly plain: Buffer };

/** Reads a segment whole, with its key and its initialization section. Throws only an abort's reason. */
export async function readSegment(
  segment: MediaSegment,
  fetcher: Fetch,
): Promise<{ readonly reading: SegmentReading; readonly playable: Playable | undefined }> {
  const { sequence, map } = segment;
  const [opened, init] = await Promise.all([
    openResource(segment, { sequence, fetcher, wanted: "segment" }),
    map === undefined
      ? undefined
      : openResource(map, { sequence, fetcher, wanted: "initialization section" }),
  ]);
  const { reply, plain } = opened;
  const trouble = opened.trouble ?? troubleOfMap(init?.trouble);
  const base = { segment, reply, bytes: reply.answer?.body.length ?? 0, trouble };
  if (plain === undefined || trouble !== undefined)
    return { reading: { ...base, media: undefined, hash: undefined }, playable: undefined };
  const section = init?.plain ?? Buffer.alloc(0);
  const hash = createHash("sha256").update(plain).digest("base64url");
  return {
    reading: { ...base, media: readMedia(plain, section), hash },
    playable: { init: section, plain },
  };
}

function troubleOfMap(trouble: ResourceTrouble | undefined): ResourceTrouble | undefined {
  return trouble?.kind === "not-served" ? { ...trouble, kind: "map" } : trouble;
}
