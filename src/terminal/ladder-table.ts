import { bytesText } from "../spec/figures.ts";
import { ladderTable, type LadderRow } from "../spec/ladder-table.ts";
import { ladderDemand } from "../spec/limits.ts";
import { WARNING_SHARE } from "../spec/segment-size.ts";
import type { Spec } from "../spec/spec.ts";
import type { Style } from "./style.ts";

const BAR_CELLS = 20;

/** The ladder as a table: each rendition with its picture, bitrate, and segment size against the limit as a bar; then the sum. */
export function renderLadder(spec: Pick<Spec, "origin" | "channel">, style: Style): string {
  const rows = ladderTable(spec.channel).map((row) => cellsOf(row, style));
  const width = (column: number): number =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd(),
  );
  const demand = ladderDemand(spec);
  const sum =
    `${(demand.totalBits / 1e6).toFixed(2)} Mb/s in all: about ${demand.operationsPerSecond} operations/s, ` +
    `${bytesText(demand.hotStorageBytes)} held at a TTL of ${demand.ttlSeconds} s`;
  return [...lines, style.dim(sum)].map((line) => `  ${line}`).join("\n");
}

function cellsOf(row: LadderRow, style: Style): readonly string[] {
  return [
    row.name,
    row.resolution,
    row.shownAs,
    `${row.videoKbps}+${row.audioKbps} kbps`,
    row.sizeText,
    bar(row.share, style),
  ];
}

function bar(share: number, style: Style): string {
  const filled = Math.min(BAR_CELLS, Math.max(1, Math.round(share * BAR_CELLS)));
  const paint = share >= 1 ? style.red : share > WARNING_SHARE ? style.yellow : style.green;
  return paint("█".repeat(filled)) + style.dim("░".repeat(BAR_CELLS - filled));
}
