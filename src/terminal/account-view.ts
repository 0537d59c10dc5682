import { printableLine } from "../config/text/printable.ts";
import type { Style } from "./style.ts";

/** The accounts that a run works in. */
type Where = {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** ARN of the caller. */
  readonly identity: string;
  /** Bare host of the Momento cell. */
  readonly cell: string;
};

/** In which accounts something is about to be made, and as whom: the last chance to notice the wrong profile. */
export function renderWhere({ account, region, identity, cell }: Where, style: Style): string {
  const rows = [
    ["AWS account", `${account}, ${region}`],
    ["as", identity],
    ["Momento cell", cell],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows
    .map(([label, text]) => `  ${style.dim(label.padEnd(width))}  ${printableLine(text)}`)
    .join("\n");
}
