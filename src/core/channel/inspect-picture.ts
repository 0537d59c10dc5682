import { decodeSegment } from "../../verify/decode-segment.ts";
import { newestSeconds, type EdgeSegment } from "../../verify/first-picture.ts";
import type { Host } from "../host.ts";

/** What decoding came to: why a segment cannot be decoded, else what is worth knowing of what it shows. */
export type Inspected = {
  readonly undecodable: string | undefined;
  readonly notes: readonly string[];
};

const NOT_INSPECTED =
  "The picture was not inspected: there is no ffmpeg on this machine to decode it with. Look at it yourself.";

/**
 * Decodes the newest seconds of every rendition as far as this machine can. What shows nothing is a note and no failure: a
 * "starting soon" card is a show. `searchPath` is where programs are looked for.
 */
export async function inspectPicture(
  { signal }: Pick<Host, "signal">,
  segments: readonly EdgeSegment[],
  searchPath: string | undefined,
): Promise<Inspected> {
  const notes = new Set<string>();
  // All at once: nothing is told of a show that plays before this is over.
  const looks = segments.map(async (segment) => {
    const { media, seconds } = await newestSeconds(segment);
    const decoded = await decodeSegment(media, seconds, { path: searchPath, signal });
    return { name: segment.name, seconds, decoded };
  });
  for (const { name, seconds, decoded } of await Promise.all(looks)) {
    if (decoded === undefined) return { undecodable: undefined, notes: [NOT_INSPECTED] };
    const { pictures, complaints, isBlack, isStill, isSilent } = decoded;
    if (pictures === 0)
      return { undecodable: `${name}: ${complaints[0] ?? "no picture in it"}`, notes: [] };
    if (isBlack)
      notes.add(`THE PICTURE IS BLACK: the newest ${seconds.toFixed(0)} s show nothing but black.`);
    else if (isStill)
      notes.add(`THE PICTURE STANDS STILL throughout the newest ${seconds.toFixed(0)} s.`);
    if (isSilent)
      notes.add(`THERE IS NO SOUND: the newest ${seconds.toFixed(0)} s are silent throughout.`);
  }
  return { undecodable: undefined, notes: [...notes] };
}
