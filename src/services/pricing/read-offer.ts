import { z } from "zod";
import type { MediaLiveUsage } from "../../config/medialive-usage.ts";
import { usageItem, type PriceRow } from "../../config/price-item.ts";
import { usageTypeEnd } from "./requests.ts";

const dimension = z.object({
  unit: z.string(),
  description: z.string(),
  beginRange: z.string().optional(),
  pricePerUnit: z.record(z.string(), z.string()),
});

/** A product as the Price List answers it, as far as we read it (AWS Price List Query API). */
const product = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({
    OnDemand: z
      .record(z.string(), z.object({ priceDimensions: z.record(z.string(), dimension) }))
      .optional(),
  }),
  publicationDate: z.string(),
});

type Offer = {
  readonly description: string;
  readonly unit: string;
  readonly usd: number;
  readonly date: string;
};

/** The price of one usage, or why none is shown. */
export type ReadPrice = { readonly row: PriceRow } | { readonly refused: string };

/**
 * The hourly price of a usage on a single pipeline. Public readings of the usage type's digit disagree, so the digit is not
 * believed: the description must say single pipeline, direction and size in words, and all that do must agree.
 */
export function readPrice(
  products: readonly string[],
  { usage, region }: { readonly usage: MediaLiveUsage; readonly region: string },
): ReadPrice {
  const item = usageItem(usage);
  const offers = products.flatMap((text) => offersOf(text, usage, region));
  if (offers.length === 0) return { refused: `${item}: not in the price list of ${region}` };
  const fitting = offers.filter(({ description }) => describes(description, usage));
  if (fitting.length === 0)
    return { refused: `${item}: no description in the price list fits its usage type` };
  const hourly = new Set(fitting.map(({ unit, usd }) => usd * hoursIn(unit)));
  const [amount, ...others] = hourly;
  if (amount === undefined || others.length > 0 || !Number.isFinite(amount) || amount <= 0)
    return { refused: `${item}: the price list gives no single price an hour` };
  const date = fitting.map((offer) => offer.date).toSorted()[0] ?? "";
  return { row: { item, region, amount, source: "AWS Price List API", date } };
}

function offersOf(text: string, usage: MediaLiveUsage, region: string): readonly Offer[] {
  const parsed = product.safeParse(json(text));
  if (!parsed.success) return [];
  const { product: sold, terms, publicationDate } = parsed.data;
  const { usagetype = "", regionCode } = sold.attributes;
  const type = new RegExp(`^EML\\d-[A-Z0-9]+-${usageTypeEnd(usage)}$`);
  if (regionCode !== region || !type.test(usagetype)) return [];
  return Object.values(terms.OnDemand ?? {}).flatMap(({ priceDimensions }) =>
    Object.values(priceDimensions)
      // Further tiers would be discounts for what nobody has used yet.
      .filter(({ beginRange = "0" }) => Number(beginRange) === 0)
      .map(({ description, unit, pricePerUnit }) => ({
        description,
        unit,
        usd: Number(pricePerUnit["USD"]),
        date: publicationDate.slice(0, 10),
      })),
  );
}

/** Does the text say what the usage type says: "Single Pipeline HD AVC outputs …"? */
function describes(description: string, { direction, resolution }: MediaLiveUsage): boolean {
  const says = (pattern: RegExp): boolean => pattern.test(description);
  return (
    says(/\bsingle[- ]pipeline\b/i) &&
    says(/\bAVC\b/i) &&
    says(new RegExp(`\\b${resolution}\\b`, "i")) &&
    says(direction === "IN" ? /\binputs?\b/i : /\boutputs?\b/i) &&
    !says(direction === "IN" ? /\boutputs?\b/i : /\binputs?\b/i)
  );
}

/** How many of the unit an hour has; NaN for a unit that is no time. */
function hoursIn(unit: string): number {
  if (/^(hours?|hrs?)$/i.test(unit)) return 1;
  return /^(minutes?|mins?)$/i.test(unit) ? 60 : Number.NaN;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
