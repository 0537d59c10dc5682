import type { HlsSettings } from "../hls-settings.ts";
import type { EncoderSettings } from "../encoder-settings.ts";
import { resolveDates, resolveIdentifiers } from "./identifiers.ts";

/** The names of what a run of the channel writes. */
type ObjectNames = {
  readonly master: string;
  /** By output. */
  readonly variants: readonly string[];
  /** The counter has five digits, and more beyond 99999. */
  segment(output: number, sequence: number, startMs: number): string;
};

/**
 * Names after the destination and the modifiers. Dates in playlist names are those of the channel's start (inferred: a
 * playlist keeps its name), in segment names those of the segment.
 */
export function objectNames(
  settings: EncoderSettings,
  hls: HlsSettings,
  startMs: number,
): ObjectNames {
  const base = resolveDates(hls.destination.baseName, startMs);
  const stems = hls.outputs.map((output, index) => {
    const rung = settings.rungs[index];
    return rung === undefined
      ? base
      : base + resolveIdentifiers(output.nameModifier, rung, startMs);
  });
  return {
    master: `${base}.m3u8`,
    variants: stems.map((stem) => `${stem}.m3u8`),
    segment: (output, sequence, segmentStartMs) => {
      const rung = settings.rungs[output];
      const template = hls.outputs[output]?.segmentModifier ?? "";
      const modifier = rung === undefined ? "" : resolveIdentifiers(template, rung, segmentStartMs);
      return `${stems[output] ?? base}${modifier}${hls.counterSeparator}${String(sequence).padStart(5, "0")}.ts`;
    },
  };
}
