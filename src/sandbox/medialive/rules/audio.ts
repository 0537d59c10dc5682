import { asList, asRecord, at, type JsonRecord } from "../../json.ts";
import type { ValidationError } from "../refusals.ts";

type Bounds = readonly [minBits: number, maxBits: number];

/** Bits per second by profile and coding mode, then by sample rate (MediaLive user guide, AAC: the four characteristics). */
const VALID: Readonly<Record<string, Readonly<Record<number, Bounds>>>> = {
  "LC CODING_MODE_2_0": {
    8000: [16_000, 20_000],
    12_000: [16_000, 20_000],
    16_000: [16_000, 32_000],
    22_050: [32_000, 32_000],
    24_000: [32_000, 32_000],
    32_000: [40_000, 384_000],
    44_100: [96_000, 512_000],
    48_000: [64_000, 576_000],
    88_200: [576_000, 576_000],
    96_000: [256_000, 576_000],
  },
  "LC CODING_MODE_1_0": {
    32_000: [32_000, 192_000],
    44_100: [56_000, 256_000],
    48_000: [56_000, 288_000],
  },
  "LC CODING_MODE_5_1": { 48_000: [256_000, 768_000] },
  "HEV1 CODING_MODE_2_0": {
    32_000: [16_000, 128_000],
    44_100: [16_000, 96_000],
    48_000: [16_000, 128_000],
    96_000: [96_000, 128_000],
  },
  "HEV2 CODING_MODE_2_0": {
    22_050: [8000, 12_000],
    24_000: [8000, 12_000],
    32_000: [12_000, 64_000],
    44_100: [20_000, 64_000],
    48_000: [20_000, 64_000],
  },
};

/** AAC settings whose profile, coding mode, sample rate and bitrate do not go together. */
export function audioErrors(encoder: JsonRecord): readonly ValidationError[] {
  return asList(encoder["audioDescriptions"]).flatMap((one, index) => {
    const aac = asRecord(at(one, "codecSettings", "aacSettings"));
    if (aac === undefined) return [];
    const path = `audioDescriptions[${index}].codecSettings.aacSettings`;
    const kind = `${word(aac["profile"], "LC")} ${word(aac["codingMode"], "CODING_MODE_2_0")}`;
    const rates = VALID[kind];
    if (rates === undefined)
      return [{ elementPath: path, errorMessage: `this sandbox knows no bitrates for ${kind}` }];
    const rate = Number(aac["sampleRate"] ?? 48_000);
    const bounds = rates[rate];
    if (bounds === undefined)
      return [
        {
          elementPath: `${path}.sampleRate`,
          errorMessage: `${rate} is not valid for ${kind}: ${Object.keys(rates).join(", ")}`,
        },
      ];
    const bits = Number(aac["bitrate"] ?? bounds[0]);
    return aac["rateControlMode"] === "VBR" || (bits >= bounds[0] && bits <= bounds[1])
      ? []
      : [
          {
            elementPath: `${path}.bitrate`,
            errorMessage: `${bits} is not valid for ${kind} at ${rate} Hz: ${bounds.join(" to ")}`,
          },
        ];
  });
}

function word(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
