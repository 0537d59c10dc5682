import { createBitWriter, type BitWriter } from "../h264/bits.ts";

/** Samples per AAC-LC frame. */
export const SAMPLES_PER_FRAME = 1024;

/** ISO/IEC 14496-3 table 1.18: sampling_frequency_index. */
const SAMPLE_RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
];
/** Width in bins of the lowest scale factor bands of a long window at that index. */
const BAND_WIDTHS = [4, 4, 4, 4, 4, 4, 4, 4, 8, 8, 8, 12];

const CHANNEL_PAIR = 1;
const FILL = 6;
const END = 7;
const HEADER_BYTES = 7;
/** About 20 dB below full scale. */
const TONE_GAIN = 184;
/**
 * The tone lies between these two bins, so both carry the same level and the sine has a whole number of periods per
 * frame: every frame is the same. 16 periods: 750 Hz at 48 kHz.
 */
const TONE_QUADS = 9;
/** Codebook 1 (four values of -1, 0 or 1): all zero; (0, 0, 0, 1) with bin 31; (-1, 0, 0, 0) with bin 32. */
const QUAD_ZERO = [1, 0x000] as const;
const QUAD_LAST = [5, 0x014] as const;
const QUAD_FIRST = [5, 0x011] as const;

type AudioFormat = {
  /** Hz */
  readonly sampleRate: number;
};

/**
 * One AAC-LC stereo frame with ADTS header, silent or with the tone, filled up to at most `maxBytes`. Throws RangeError
 * for a rate that AAC does not know.
 */
export function adtsFrame(format: AudioFormat, tone: boolean, maxBytes: number): Buffer {
  const rateIndex = SAMPLE_RATES.indexOf(format.sampleRate);
  if (rateIndex < 0) throw new RangeError(`AAC has no sample rate of ${format.sampleRate} Hz`);
  const bits = createBitWriter(maxBytes + 32);
  channelPair(bits, tone, BAND_WIDTHS[rateIndex] ?? 4);
  fillTo(bits, (maxBytes - HEADER_BYTES) * 8 - 3);
  bits.put(3, END);
  const payload = bits.toBytes();
  return Buffer.concat([adtsHeader(rateIndex, payload.length + HEADER_BYTES), payload]);
}

/** channel_pair_element (4.4.2.1) with a common long sine window; mid/side, so that the second channel is empty. */
function channelPair(bits: BitWriter, tone: boolean, bandWidth: number): void {
  const bands = tone ? Math.ceil((TONE_QUADS * 4) / bandWidth) : 0;
  bits.put(3, CHANNEL_PAIR);
  bits.put(4, 0);
  bits.put(1, 1);
  bits.put(4, 0);
  bits.put(6, bands);
  bits.put(1, 0);
  bits.put(2, bands > 0 ? 2 : 0);
  channelStream({ bits, tone, bands, bandWidth });
  channelStream({ bits, tone: false, bands, bandWidth });
}

function channelStream({
  bits,
  tone,
  bands,
  bandWidth,
}: {
  readonly bits: BitWriter;
  readonly tone: boolean;
  readonly bands: number;
  readonly bandWidth: number;
}): void {
  bits.put(8, TONE_GAIN);
  if (bands > 0) {
    bits.put(4, tone ? 1 : 0);
    bits.put(5, bands);
  }
  if (tone) bits.put(bands, 0);
  bits.put(3, 0);
  if (!tone) return;
  const quads = (bands * bandWidth) / 4;
  for (let quad = 0; quad < quads; quad++) {
    const [length, code] = quad === 7 ? QUAD_LAST : quad === 8 ? QUAD_FIRST : QUAD_ZERO;
    bits.put(length, code);
  }
}

/** Fill elements (4.4.2.7): the encoder's way to keep a constant bitrate. */
function fillTo(bits: BitWriter, endBits: number): void {
  for (;;) {
    const left = endBits - bits.position();
    if (left < 7) return;
    const short = Math.floor((left - 7) / 8);
    const count = short < 15 ? short : Math.min(269, Math.floor((left - 15) / 8));
    bits.put(3, FILL);
    bits.put(4, Math.min(15, count));
    if (count >= 15) bits.put(8, count - 14);
    for (let byte = 0; byte < count; byte++) bits.put(8, 0);
  }
}

/** adts_fixed_header and adts_variable_header (1.A.2.2): MPEG-4, LC, stereo, no CRC, variable buffer fullness. */
function adtsHeader(rateIndex: number, frameBytes: number): Uint8Array {
  const bits = createBitWriter(HEADER_BYTES);
  bits.put(12, 0xfff);
  bits.put(4, 0b0001);
  bits.put(2, 1);
  bits.put(4, rateIndex);
  bits.put(1, 0);
  bits.put(3, 2);
  bits.put(4, 0);
  bits.put(13, frameBytes);
  bits.put(11, 0x7ff);
  bits.put(2, 0);
  return bits.toBytes();
}
