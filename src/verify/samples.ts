import { fileName } from "./playlists.ts";
import type { Evidence } from "./evidence.ts";

/** Something that viewers fetch. */
export type Sample = { readonly name: string; readonly address: string };

/** One object of each kind: the address itself, a media playlist, its newest segment. Each may be missing. */
export async function samplesOf({ edge, stream, target }: Evidence): Promise<{
  readonly master: Sample | undefined;
  readonly variant: (Sample & { readonly targetSeconds: number }) | undefined;
  readonly segment: Sample | undefined;
}> {
  if (target.origin === undefined && stream !== undefined) {
    const { reply } = await stream.entry();
    const [rendition] = await stream.first();
    const playlist = rendition?.readings[0]?.playlist;
    const newest = playlist?.segments.at(-1);
    return {
      master: { name: fileName(reply.address) || "the address", address: reply.address },
      variant: rendition && {
        name: rendition.name,
        address: rendition.readings[0]?.reply.finalAddress ?? rendition.address,
        targetSeconds: playlist?.targetDurationSeconds ?? 0,
      },
      // A part of a file would be fetched whole.
      segment: newest?.range === undefined ? newest : undefined,
    };
  }
  const [variant] = (await edge?.variants()) ?? [];
  const [segment] = (await edge?.segments()) ?? [];
  const master = await edge?.master();
  return {
    master: master && { name: "the master", address: master.address },
    variant: variant && { ...variant, targetSeconds: variant.playlist?.targetDurationSeconds ?? 0 },
    segment,
  };
}
