import { printableLine } from "../config/text/printable.ts";

type ShownTimeline = {
  readonly renditions: readonly { readonly name: string; readonly grew: boolean }[];
  readonly rows: readonly {
    readonly sequence: number;
    readonly cells: readonly ({
      readonly startSeconds: number | null;
      readonly bytes: number;
      readonly is: string;
    } | null)[];
  }[];
};

/** Rows at either end of a longer window. */
const MOST_ROWS = 16;

/** One window of every rendition side by side: when each segment begins, its size, and what is wrong with it. */
export function renderTimeline({ renditions, rows }: ShownTimeline): string {
  const isOdd = ({ cells }: (typeof rows)[number]): boolean =>
    cells.some((cell) => cell?.is !== "ok");
  const newest = new Set(rows.slice(-MOST_ROWS / 2));
  const odd = rows.filter((row) => isOdd(row) && !newest.has(row)).slice(-MOST_ROWS / 2);
  const shown = rows.filter((row) => newest.has(row) || odd.includes(row));
  const table = [
    [
      "segment",
      ...renditions.map(
        ({ name, grew }) => `${printableLine(name)}${grew ? "" : " (stands still)"}`,
      ),
    ],
    ...shown.map(({ sequence, cells }) => [
      String(sequence),
      ...cells.map((cell) =>
        cell === null
          ? "not listed"
          : cell.is === "ok"
            ? `${cell.startSeconds === null ? "" : `${cell.startSeconds.toFixed(2)} s, `}${Math.round(cell.bytes / 1000)} kB`
            : cell.is,
      ),
    ]),
  ];
  const widths = renditions.map((_, column) =>
    Math.max(...table.map((row) => row[column + 1]?.length ?? 0)),
  );
  const left = rows.length - shown.length;
  return [
    ...table.map(([first = "", ...rest]) =>
      `  ${first.padStart(10)}  ${rest.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
    ),
    ...(left === 0 ? [] : [`  ${String(left).padStart(10)}  more, in order`]),
  ].join("\n");
}
