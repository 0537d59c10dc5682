import type { JsonRecord } from "../json.ts";

/** One line of a price list, as far as it differs from the others. */
export type OfferLine = {
  readonly regionCode: string;
  readonly location: string;
  readonly usagetype: string;
  readonly operation: string;
  /** Of the price dimension. */
  readonly description: string;
  readonly unit: string;
  /** As the service writes it: `0.4212000000`. */
  readonly usd: string;
};

const SERVICE_CODE = "AWSElementalMediaLive";
const TERM = "JRTCKXETXF";
const RATE = "6YS6EN2CT7";
const PUBLISHED = "2026-09-18T00:00:00Z";

/** The regions that have lines, by the code in a usage type. */
const REGIONS: readonly (readonly [code: string, region: string, location: string])[] = [
  ["USE1", "us-east-1", "US East (N. Virginia)"],
  ["USW2", "us-west-2", "US West (Oregon)"],
];

/** What a line says, single pipeline and Standard, in dollars an hour: the published figures of us-east-1. */
const LINES: readonly (readonly [
  usage: string,
  words: string,
  single: string,
  standard: string,
])[] = [
  ["IN-AVC-HD-L10", "HD AVC inputs, less than 10 Mbps", "0.1404", "0.2340"],
  ["OUT-AVC-HD-L10-30-S", "HD AVC outputs, less than 10 Mbps, up to 30 fps", "0.4212", "0.7020"],
  ["OUT-AVC-SD-L10-30-S", "SD AVC outputs, less than 10 Mbps, up to 30 fps", "0.2124", "0.3540"],
];

/** Which digit is which is told differently by two public sources; the description says it in words. */
const CLASSES = [
  ["EML2", "Single Pipeline"],
  ["EML1", "Standard"],
] as const;

/** The lines that a rehearsal knows. Those of other regions than us-east-1 are made up: the same figures. */
export const MEDIALIVE_LINES: readonly OfferLine[] = REGIONS.flatMap(
  ([code, regionCode, location]) =>
    LINES.flatMap(([usage, words, ...usd]) =>
      CLASSES.map(([prefix, pipelines], index) => ({
        regionCode,
        location,
        usagetype: `${prefix}-${code}-${usage}`,
        operation: usage.startsWith("IN-") ? "CHANNEL_INPUT" : "CHANNEL_OUTPUT",
        description: `$${usd[index] ?? ""} per hour for ${pipelines} ${words} in ${location}`,
        unit: "hours",
        usd: `${usd[index] ?? ""}000000`,
      })),
    ),
);

/** What filters look at. */
export function attributesOf(line: OfferLine): Readonly<Record<string, string>> {
  return {
    servicecode: SERVICE_CODE,
    servicename: "AWS Elemental MediaLive",
    location: line.location,
    locationType: "AWS Region",
    regionCode: line.regionCode,
    usagetype: line.usagetype,
    operation: line.operation,
  };
}

/** A product of the offer in the shape of the price list; GetProducts answers it as JSON text. */
export function productOf(line: OfferLine): JsonRecord {
  const sku = skuOf(line.usagetype);
  const term = `${sku}.${TERM}`;
  const rate = `${term}.${RATE}`;
  return {
    product: { productFamily: "Live Video", attributes: attributesOf(line), sku },
    serviceCode: SERVICE_CODE,
    terms: {
      OnDemand: {
        [term]: {
          priceDimensions: {
            [rate]: {
              unit: line.unit,
              endRange: "Inf",
              description: line.description,
              appliesTo: [],
              rateCode: rate,
              beginRange: "0",
              pricePerUnit: { USD: line.usd },
            },
          },
          sku,
          effectiveDate: "2026-09-01T00:00:00Z",
          offerTermCode: TERM,
          termAttributes: {},
        },
      },
    },
    version: "20260918000000",
    publicationDate: PUBLISHED,
  };
}

/** Sixteen characters, the same for the same usage type. */
function skuOf(usagetype: string): string {
  let sum = 0n;
  for (const character of usagetype) sum = sum * 131n + BigInt(character.charCodeAt(0));
  return (sum % 36n ** 16n).toString(36).toUpperCase().padStart(16, "0");
}
