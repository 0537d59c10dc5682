import { z } from "zod";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { FIXED_ITEMS, unitOf, type Prices } from "../../config/price-item.ts";
import { parseJson } from "../../config/text/parse-json.ts";
import { printableLine } from "../../config/text/printable.ts";
import { nearest } from "../../config/text/suggestion.ts";

const EXAMPLES = ["medialive-input-avc-hd-10mbps", "medialive-output-avc-hd-10mbps-30fps"];

const pricesFile = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three capital letters, for example USD")
    .optional(),
  source: z.string().min(1).max(200).optional(),
  date: z.iso.date(),
  region: z.string().min(1).optional(),
  prices: z.record(z.string(), z.number().nonnegative()),
});

/**
 * Reads the text of a `--prices` file: `{"currency": "EUR", "source": "our contract", "date": "2026-11-01", "region":
 * "us-west-2", "prices": {"momento-data-in": 0.12}}`. Only `date` and `prices` are needed: the currency is USD, the source the file's path and the
 * region any unless told. Each price is for the unit of its item. Throws PRICES_INVALID (exit 2) with all problems.
 */
export function parsePrices(text: string, path: string): Prices {
  const parsed = pricesFile.safeParse(json(text, path));
  if (!parsed.success)
    throw invalid(
      path,
      parsed.error.issues.map(
        ({ path: at, message }) => `${at.length === 0 ? "the file" : at.join(".")}: ${message}`,
      ),
    );
  const { currency = "USD", source = path, date, region = "*", prices } = parsed.data;
  const items = Object.entries(prices);
  const unknown = items.filter(([item]) => unitOf(item) === undefined);
  if (unknown.length > 0)
    throw invalid(
      path,
      unknown.map(([item]) => {
        const near = nearest(item, [...FIXED_ITEMS, ...EXAMPLES]);
        return `prices.${printableLine(item)}: nothing of that name has a price${near === undefined ? "" : `; did you mean ${near}?`}`;
      }),
    );
  return {
    currency,
    rows: items.map(([item, amount]) => ({ item, region, amount, source, date })),
  };
}

function json(text: string, path: string): unknown {
  try {
    return parseJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw invalid(path, [error instanceof Error ? `not JSON (${error.name})` : "not JSON"]);
  }
}

function invalid(path: string, problems: readonly string[]): LiveOriginError {
  return new LiveOriginError({
    code: "PRICES_INVALID",
    message: `${path} holds no prices: ${problems.join("; ")}.`,
    hint: `It looks like {"date": "2026-11-01", "prices": {"momento-data-in": 0.12}}; the names are ${[...FIXED_ITEMS, ...EXAMPLES].join(", ")} and their like.`,
    resource: "--prices",
    exitCode: EXIT.usage,
  });
}
