import { z } from "zod";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { FIXED_ITEMS, unitOf, type Prices } from "../../config/price-item.ts";
import { problemsOf } from "../../config/schema/schema-problems.ts";
import { parseJson } from "../../config/text/parse-json.ts";
import { printableLine } from "../../config/text/printable.ts";
import { nearest } from "../../config/text/suggestion.ts";

const EXAMPLES = ["medialive-input-avc-hd-10mbps", "medialive-output-avc-hd-10mbps-30fps"];

const pricesFile = z.strictObject({
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be three capital letters, for example USD")
    .optional(),
  source: z.string().min(1, "must not be empty").max(200, "has over 200 characters").optional(),
  date: z.iso.date("must be a date, for example 2026-11-01"),
  region: z.string().min(1, "must not be empty").optional(),
  prices: z.record(z.string(), z.number("must be a number").nonnegative("must not be negative")),
});

/**
 * Reads the text of a `--prices` file: `{"currency": "EUR", "source": "our contract", "date": "2026-11-01", "region":
 * "us-west-2", "prices": {"momento-data-in": 0.12}}`. Only `date` and `prices` are needed: unless told, the currency is USD, the
 * source the file's path and the region any. Each price is for the unit of its item. Throws PRICES_INVALID (exit 2) with all problems.
 */
export function parsePrices(text: string, path: string): Prices {
  const parsed = pricesFile.safeParse(json(text, path), { reportInput: true });
  if (!parsed.success)
    throw invalid(
      path,
      problemsOf(parsed.error.issues).map(
        ({ path: at, message }) => `${at === "$" ? "the file" : printableLine(at)} ${message}`,
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
        return `prices.${printableLine(item)}: nothing of that name has a price${near === undefined ? "" : ` (did you mean ${near}?)`}`;
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
    message: `${path} cannot be used: ${problems.join("; ")}.`,
    hint: `It looks like {"date": "2026-11-01", "prices": {"momento-data-in": 0.12}}; the names are ${[...FIXED_ITEMS, ...EXAMPLES].join(", ")} and the like.`,
    resource: "--prices",
    exitCode: EXIT.usage,
  });
}
