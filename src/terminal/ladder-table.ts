import { bytesText, wholeText } from "../spec/figures.ts";
import { ladderTable, type LadderRow } from "../spec/ladder-table.ts";
import { ON_DEMAND_DEFAULTS } from "../spec/limit-findings.ts";
import { ladderDemand, type ReportedLimits } from "../spec/limits.ts";
import { WARNING_SHARE } from "../spec/segment-size.ts";
import type { Spec } from "../spec/spec.ts";
import { shownLength } from "./prompt-streams.ts";
import type { Style } from "./style.ts";

const BAR_CELLS = 20;

/**
 * The ladder as a table: each rendition with its picture, bitrate, and segment size against the limit as a bar; then the
 * sum, held against the limits that the account reports, or the documented defaults while it was not asked.
 */
export function renderLadder(
  spec: Pick<Spec, "origin" | "channel">,
  style: Style,
  limits?: ReportedLimits,
): string {
  const rows = ladderTable(spec.channel).map((row) => cellsOf(row, style));
  const width = (column: number): number =>
    Math.max(...rows.map((row) => shownLength(row[column] ?? "")));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(width(column)))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...totals(spec, style, limits)].map((line) => `  ${line}`).join("\n");
}

function totals(
  spec: Pick<Spec, "origin" | "channel">,
  style: Style,
  limits: ReportedLimits | undefined,
): readonly string[] {
  const demand = ladderDemand(spec);
  const operations = `about ${wholeText(demand.operationsPerSecond)} operations/s`;
  const limit = limits?.maxOperationsPerSecond;
  const isOver = demand.operationsPerSecond > (limit ?? ON_DEMAND_DEFAULTS.operationsPerSecond);
  const against =
    limit === undefined
      ? `(an account has ${ON_DEMAND_DEFAULTS.operationsPerSecond} unless Momento raised it)`
      : `of your account's ${wholeText(limit)}`;
  return [
    style.dim(
      `${(demand.totalBits / 1e6).toFixed(2)} Mb/s in all, ${bytesText(demand.hotStorageBytes)} held at a TTL of ${demand.ttlSeconds} s`,
    ),
    isOver ? style.yellow(`${operations} ${against}`) : style.dim(`${operations} ${against}`),
  ];
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
