import { asText, type JsonRecord } from "../json.ts";
import { Refusal } from "../wire.ts";
import { invalidParameter, passes, readFilters } from "./filters.ts";
import { attributesOf, productOf, type OfferLine } from "./offer.ts";

/** The offers by service code. */
export type Offers = Readonly<Record<string, readonly OfferLine[]>>;

type PricingOperation = (offers: Offers, body: JsonRecord) => JsonRecord;

const FORMAT = "aws_v1";
const MAX_RESULTS = 100;

/** What the Price List can do here, by the name after `AWSPriceListService.` in X-Amz-Target. */
export const PRICING_OPERATIONS: Readonly<Record<string, PricingOperation>> = {
  GetProducts(offers, body) {
    const lines = offers[named(offers, body["ServiceCode"])] ?? [];
    const filters = readFilters(body);
    const format = body["FormatVersion"];
    if (format !== undefined && format !== FORMAT)
      throw invalidParameter(`Invalid format version: ${JSON.stringify(format)}`);
    const { items, rest } = page(
      lines.filter((line) => passes(attributesOf(line), filters)),
      body,
    );
    return {
      FormatVersion: FORMAT,
      PriceList: items.map((line) => JSON.stringify(productOf(line))),
      ...rest,
    };
  },
};

function named(offers: Offers, code: unknown): string {
  if (typeof code === "string" && offers[code] !== undefined) return code;
  throw invalidParameter(`Invalid Service Code: ${String(code)}`);
}

function page<T>(
  all: readonly T[],
  body: JsonRecord,
): { readonly items: readonly T[]; readonly rest: JsonRecord } {
  const size = body["MaxResults"] ?? MAX_RESULTS;
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1 || size > MAX_RESULTS)
    throw invalidParameter(`MaxResults must be 1 to ${MAX_RESULTS}`);
  const token = asText(body["NextToken"]);
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("utf8"));
  if (!Number.isInteger(from) || from < 0 || (token !== undefined && from === 0))
    throw new Refusal({
      name: "InvalidNextTokenException",
      status: 400,
      message: "The pagination token is invalid. Try again without a pagination token.",
    });
  const next = from + size;
  return {
    items: all.slice(from, next),
    rest: next < all.length ? { NextToken: Buffer.from(String(next)).toString("base64") } : {},
  };
}
