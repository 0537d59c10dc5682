import type { MediaPlaylist } from "./media-playlist.ts";

const LEAST_PDT_OFF_MS = 100;
const LEAST_DURATION_OFF_SECONDS = 0.005;

/** Where two lists say other things of what they call the same. */
export type Contradiction = {
  readonly sequence: number;
  readonly names: string;
  readonly isMore: boolean;
};

/** The first number and name of which two lists say other things: its date, its length or its size. */
export function contradiction(one: MediaPlaylist, other: MediaPlaylist): Contradiction | undefined {
  const known = new Map(one.segments.map((segment) => [segment.sequence, segment]));
  for (const now of other.segments) {
    const { sequence, name } = now;
    const before = known.get(sequence);
    if (before === undefined || before.name !== name) continue;
    const [date, then] = [now.programDateTime, before.programDateTime];
    const off = date === undefined || then === undefined ? 0 : date - then;
    if (Math.abs(off) > LEAST_PDT_OFF_MS) {
      const names = `${name}, dated ${(Math.abs(off) / 1000).toFixed(1)} s apart`;
      return { sequence, names, isMore: off > 0 };
    }
    const [length, was] = [now.durationSeconds, before.durationSeconds];
    if (Math.abs(length - was) > LEAST_DURATION_OFF_SECONDS)
      return { sequence, names: `${name}, of ${was} s and of ${length} s`, isMore: length > was };
    const [size, had] = [now.range?.length ?? 0, before.range?.length ?? 0];
    if (size !== had) return { sequence, names: `${name}, of two sizes`, isMore: size > had };
  }
  return undefined;
}
