import type { BitWriter } from "./bits.ts";
import {
  CHROMA_DC,
  chromaLevel,
  lumaLevel,
  PCM_NEIGHBOURS,
  QUIET_NEIGHBOURS,
  writeDcBlock,
} from "./residual.ts";
import { type Colour, SAMPLES_PER_TILE, type Tile } from "./tile.ts";

/** Intra mb_type numbers start here in P slices (ITU-T H.264 table 7-13). */
const INTRA_OFFSET_IN_P = 5;
const I_PCM = 25;

/** Intra16x16PredMode and intra_chroma_pred_mode of one direction (tables 8-4, 8-5). */
type Prediction = { readonly luma: number; readonly chroma: number; readonly from: Colour };

/** What is known of the macroblocks around: undefined outside the picture. */
type Neighbours = {
  readonly left: Tile | undefined;
  readonly top: Tile | undefined;
  /** One of them was sent as I_PCM in this very picture. */
  readonly pcm: boolean;
};

/** Writes one intra macroblock that shows `tile` exactly; true when it had to be I_PCM. */
export function writeMacroblock({
  bits,
  tile,
  neighbours: { left, top, pcm },
  key,
}: {
  readonly bits: BitWriter;
  readonly tile: Tile;
  readonly neighbours: Neighbours;
  readonly key: boolean;
}): boolean {
  const typeOffset = key ? 0 : INTRA_OFFSET_IN_P;
  const prediction = tile.fill === undefined ? undefined : predict(left, top);
  if (tile.fill === undefined || prediction === undefined) {
    bits.ue(I_PCM + typeOffset);
    bits.align();
    bits.bytes(tile.samples ?? filled(tile.fill));
    return true;
  }
  const blue = chromaLevel(tile.fill[1] - prediction.from[1]);
  const red = chromaLevel(tile.fill[2] - prediction.from[2]);
  const chroma = blue !== 0 || red !== 0;
  bits.ue(1 + prediction.luma + (chroma ? 4 : 0) + typeOffset);
  bits.ue(prediction.chroma);
  bits.se(0);
  const tokens = pcm ? PCM_NEIGHBOURS : QUIET_NEIGHBOURS;
  writeDcBlock(bits, lumaLevel(tile.fill[0] - prediction.from[0]), tokens);
  if (chroma) {
    writeDcBlock(bits, blue, CHROMA_DC);
    writeDcBlock(bits, red, CHROMA_DC);
  }
  return false;
}

function predict(left: Tile | undefined, top: Tile | undefined): Prediction | undefined {
  if (left?.right !== undefined) return { luma: 1, chroma: 1, from: left.right };
  if (top?.bottom !== undefined) return { luma: 0, chroma: 2, from: top.bottom };
  if (left === undefined && top === undefined) return { luma: 2, chroma: 0, from: [128, 128, 128] };
  return undefined;
}

function filled(colour: Colour | undefined): Uint8Array {
  const [luma, blue, red] = colour ?? [16, 128, 128];
  const samples = new Uint8Array(SAMPLES_PER_TILE);
  return samples.fill(luma, 0, 256).fill(blue, 256, 320).fill(red, 320);
}
