import type { PriceReport } from "../config/price.ts";
import type { Plan } from "../core/engine/plan.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { restSentences, totalSentences } from "./price-words.ts";
import { wrappedAt } from "./wrapped.ts";
import type { Style } from "./style.ts";

/** What starts to bill, and when, in words (pricing pages of MediaLive, CloudFront and Momento). */
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

type BillingLook = { readonly style: Style; readonly columns: number };

/**
 * What applying a plan starts to bill, when, and all of the price but its totals; nothing when nothing new is made and the
 * channel stays as it is.
 */
export function renderBilling(
  {
    plan,
    isRehearsal,
    price,
  }: {
    readonly plan: Plan;
    readonly isRehearsal: boolean;
    readonly price?: PriceReport | undefined;
  },
  { style, columns }: BillingLook,
): string {
  const made = plan.steps
    .filter(({ action }) => action === "create" || action === "adopt")
    .map(({ resource }) => resource);
  const lines = BILLS.filter(([kind]) => made.includes(kind)).map(([, words]) => `${words}.`);
  const costs =
    price === undefined || !changesChannel(plan) ? [] : restLines(price, { style, columns });
  if (lines.length === 0) return costs.join("\n");
  if (isRehearsal) return [style.dim("  A rehearsal: nothing of this bills."), ...costs].join("\n");
  const mark = `  ${style.yellow("$")} `;
  return [...lines.map((line) => wrappedAt(line, columns, mark)), ...costs].join("\n");
}

/** Does what it costs change with it? */
export function changesChannel({ steps }: Plan): boolean {
  return steps.some(({ resource, action }) => resource === "channel" && action !== "keep");
}

/** The sums to know before a yes, one sentence a line. */
export function totalLines(price: PriceReport, look: BillingLook): readonly string[] {
  return marked(totalSentences(price), price, look);
}

/** The rest of the price, one sentence a line. */
export function restLines(price: PriceReport, look: BillingLook): readonly string[] {
  return marked(restSentences(price), price, look);
}

function marked(
  sentences: readonly string[],
  { isRehearsal }: PriceReport,
  { style, columns }: BillingLook,
): readonly string[] {
  return sentences.map((sentence) =>
    isRehearsal
      ? style.dim(wrappedAt(sentence, columns, "  "))
      : wrappedAt(sentence, columns, `  ${style.yellow("$")} `),
  );
}
