import { bytesText, wholeText } from "../config/text/figures.ts";
import { ladderTable, type LadderRow } from "../config/ladder/ladder-table.ts";
import { ON_DEMAND_DEFAULTS } from "../config/limits/limit-findings.ts";
import { ladderDemand } from "../config/limits/limits.ts";
import type { ReportedLimits } from "../config/limits/limit-model.ts";
import { WARNING_SHARE } from "../config/ladder/segment-size.ts";
import type { Spec } from "../config/spec.ts";
import type { Style } from "./style.ts";
import { wrappedAt } from "./wrapped.ts";

const MOST_BAR_CELLS = 20;
const LEAST_BAR_CELLS = 6;
const INDENT = 2;
const GAP = 2;

export type LadderLook = {
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
  /** What the account reports about itself; undefined while it was not asked. */
  readonly limits?: ReportedLimits | undefined;
  /** A sandbox has limits of its own: the defaults of an account say nothing about it. */
  readonly isRehearsal?: boolean | undefined;
};

type Column = { readonly title: string; readonly cell: (row: LadderRow) => string };

const RENDITION: Column = { title: "rendition", cell: ({ name }) => name };
const PICTURE: Column = { title: "picture", cell: ({ resolution }) => resolution };
const SHAPE: Column = { title: "", cell: ({ shownAs }) => shownAs };
const KBPS: Column = {
  title: "kbps",
  cell: ({ videoKbps, audioKbps }) => `${videoKbps}+${audioKbps}`,
};
const SEGMENT: Column = { title: "segment", cell: ({ sizeText }) => sizeText };
const SHORT_SEGMENT: Column = {
  title: "segment",
  cell: ({ segmentBytes }) => bytesText(segmentBytes),
};

/** From the widest to the narrowest; the first one that leaves room for a bar is taken. */
const LAYOUTS: readonly (readonly Column[])[] = [
  [RENDITION, PICTURE, SHAPE, KBPS, SEGMENT],
  [RENDITION, PICTURE, KBPS, SEGMENT],
  [RENDITION, PICTURE, KBPS, SHORT_SEGMENT],
  [RENDITION, KBPS, SHORT_SEGMENT],
  [RENDITION, SHORT_SEGMENT],
];

/**
 * The ladder as a table that fits the terminal: each rendition with its picture, bitrate, and segment size against the limit
 * as a bar; then the sum, held against the limits that the account reports, or the documented defaults while it was not asked.
 */
export function renderLadder(spec: Pick<Spec, "origin" | "channel">, look: LadderLook): string {
  const rows = ladderTable(spec.channel);
  const { columns, style } = look;
  const room = columns - INDENT - 1;
  const widths = (layout: readonly Column[]): readonly number[] =>
    layout.map(({ title, cell }) => Math.max(title.length, ...rows.map((row) => cell(row).length)));
  const used = (layout: readonly Column[]): number =>
    widths(layout).reduce((sum, width) => sum + width + GAP, 0);
  const layout =
    LAYOUTS.find((each) => used(each) + LEAST_BAR_CELLS <= room) ?? LAYOUTS.at(-1) ?? [];
  const cells = Math.min(MOST_BAR_CELLS, room - used(layout));
  const line = (texts: readonly string[]): string =>
    texts.map((text, index) => text.padEnd((widths(layout)[index] ?? 0) + GAP)).join("");
  const table = [
    style.dim(line(layout.map(({ title }) => title)).trimEnd()),
    ...rows.map(
      (row) =>
        `${line(layout.map(({ cell }) => cell(row)))}${cells < LEAST_BAR_CELLS ? "" : bar(row.share, cells, style)}`,
    ),
  ];
  return [...table.map((each) => `  ${each}`), ...totals(spec, look)].join("\n");
}

function totals(
  spec: Pick<Spec, "origin" | "channel">,
  { style, columns, limits, isRehearsal = false }: LadderLook,
): readonly string[] {
  const demand = ladderDemand(spec);
  const limit = limits?.maxOperationsPerSecond;
  const assumed = isRehearsal ? Infinity : ON_DEMAND_DEFAULTS.operationsPerSecond;
  const isOver = demand.operationsPerSecond > (limit ?? assumed);
  const owner = isRehearsal ? "the sandbox" : "your account";
  const against =
    limit !== undefined
      ? ` (${owner}'s limit is ${wholeText(limit)})`
      : isRehearsal
        ? ""
        : ` (Momento's default limit is ${assumed}; ${owner} is asked as soon as it has a cache)`;
  const operations = `about ${wholeText(demand.operationsPerSecond)} operations/s${against}`;
  const paint = isOver ? style.yellow : style.dim;
  return [
    style.dim(
      wrappedAt(
        `${(demand.totalBits / 1e6).toFixed(2)} Mb/s in all, ${bytesText(demand.hotStorageBytes)} held at a TTL of ${wholeText(demand.ttlSeconds)} s`,
        columns,
        "  ",
      ),
    ),
    paint(wrappedAt(operations, columns, "  ")),
  ];
}

/** How full a share fills a bar of so many cells. */
export function barText(share: number, cells: number): string {
  return "█".repeat(filledCells(share, cells)).padEnd(cells, "░");
}

function filledCells(share: number, cells: number): number {
  return Math.min(cells, Math.max(1, Math.round(share * cells)));
}

function bar(share: number, cells: number, style: Style): string {
  const paint = share >= 1 ? style.red : share > WARNING_SHARE ? style.yellow : style.green;
  const filled = filledCells(share, cells);
  const text = barText(share, cells);
  return paint(text.slice(0, filled)) + style.dim(text.slice(filled));
}
