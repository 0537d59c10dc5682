import { peakBits } from "../spec/bitrate.ts";
import { bytesText } from "../spec/figures.ts";
import { ladderDemand } from "../spec/limits.ts";
import { segmentSizeText, shareOfLimit } from "../spec/segment-size.ts";
import type { Spec } from "../spec/spec.ts";
import type { Style } from "./style.ts";

const BAR_CELLS = 20;

/** The ladder as a table: each rendition with its picture, bitrate, and segment size against the limit as a bar; then the sum. */
export function renderLadder(
  spec: Pick<Spec, "origin"> & { readonly channel: Spec["channel"] },
  style: Style,
): string {
  const { channel } = spec;
  const milliseconds = Math.round(channel.segmentSeconds * 1000);
  const rows = channel.ladder.map((rung) => {
    const question = { bits: peakBits(rung, channel.rateControl), milliseconds };
    const share = shareOfLimit(question);
    return [
      rung.name,
      `${rung.width}x${rung.height}`,
      `${rung.videoKbps}+${rung.audioKbps} kbps`,
      segmentSizeText(question),
      bar(share, style),
    ];
  });
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "),
  );
  const demand = ladderDemand(spec);
  const sum =
    `${(demand.totalBits / 1e6).toFixed(2)} Mb/s in all: about ${demand.operationsPerSecond} operations/s, ` +
    `${bytesText(demand.hotStorageBytes)} held at a TTL of ${demand.ttlSeconds} s`;
  return [...lines, style.dim(sum)].map((line) => `  ${line}`).join("\n");
}

function bar(share: number, style: Style): string {
  const filled = Math.min(BAR_CELLS, Math.max(1, Math.round(share * BAR_CELLS)));
  const paint = share >= 1 ? style.red : share > 0.8 ? style.yellow : style.green;
  return paint("█".repeat(filled)) + style.dim("░".repeat(BAR_CELLS - filled));
}
