import type { JsonRecord } from "../json.ts";
import { jsonPage } from "../json-page.ts";
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
    const { items, rest } = jsonPage(
      lines.filter((line) => passes(attributesOf(line), filters)),
      body,
      { maxResults: MAX_RESULTS, refuse },
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

function refuse(member: "MaxResults" | "NextToken"): Error {
  return member === "MaxResults"
    ? invalidParameter(`MaxResults must be 1 to ${MAX_RESULTS}`)
    : new Refusal({
        name: "InvalidNextTokenException",
        status: 400,
        message: "The pagination token is invalid. Try again without a pagination token.",
      });
}
