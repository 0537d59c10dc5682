import type { Plan } from "../core/engine/plan.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { wrappedAt } from "./wrapped.ts";
import type { Style } from "./style.ts";

/** What starts to bill, and when; in words, because prices change (pricing pages of MediaLive, CloudFront and Momento). */
const BILLS: readonly (readonly [ResourceKind, string])[] = [
  [
    "channel",
    "MediaLive bills by the minute while the channel runs, with or without a picture; stopped, it and an idle push input still bill a little",
  ],
  [
    "cache",
    "Momento bills operations, transfer and what is stored: nothing before the first segment",
  ],
  [
    "distribution",
    "CloudFront bills requests and transfer to viewers: nothing before the first one",
  ],
];

/** What applying a plan starts to bill and when; nothing in a rehearsal, and nothing when nothing new is made. Pure. */
export function renderBilling(
  plan: Plan,
  isRehearsal: boolean,
  style: Style,
  columns: number,
): string {
  const made = plan.steps
    .filter(({ action }) => action === "create" || action === "adopt")
    .map(({ resource }) => resource);
  const lines = BILLS.filter(([kind]) => made.includes(kind)).map(([, words]) => words);
  if (lines.length === 0) return "";
  if (isRehearsal) return style.dim("  A rehearsal: nothing of this bills.");
  return lines.map((line) => wrappedAt(`${line}.`, columns, `  ${style.yellow("$")} `)).join("\n");
}
