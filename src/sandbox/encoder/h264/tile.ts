/** Y, Cb, Cr, each 16–240. */
export type Colour = readonly [luma: number, blue: number, red: number];

/** What one macroblock shows: one colour, or 384 samples (16×16 Y, 8×8 Cb, 8×8 Cr). */
export type Tile = {
  readonly samples?: Uint8Array;
  /** The colour of the whole tile. */
  readonly fill?: Colour | undefined;
  /** The colour of its right column and bottom row, where that is one colour: neighbours can be predicted from it. */
  readonly right?: Colour | undefined;
  readonly bottom?: Colour | undefined;
};

export const SAMPLES_PER_TILE = 384;

/** A macroblock of one colour. */
export const flatTile = (colour: Colour): Tile => ({ fill: colour, right: colour, bottom: colour });

/** A macroblock of explicit luma samples over neutral chroma. */
export function lumaTile(luma: (x: number, y: number) => number): Tile {
  const samples = new Uint8Array(SAMPLES_PER_TILE).fill(128);
  for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) samples[y * 16 + x] = luma(x, y);
  const edge = (at: (index: number) => number): Colour | undefined => {
    const first = at(0);
    for (let index = 1; index < 16; index++) if (at(index) !== first) return undefined;
    return [first, 128, 128];
  };
  return { samples, right: edge((y) => luma(15, y)), bottom: edge((x) => luma(x, 15)) };
}
