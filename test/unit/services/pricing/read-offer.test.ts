import { describe, expect, test } from "vitest";
import { readPrice } from "../../../../src/services/pricing/read-offer.ts";

const asked = {
  usage: { direction: "OUT", resolution: "HD", mbps: 10, fps: 30 },
  region: "us-east-1",
} as const;

type Line = {
  readonly usagetype?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly usd?: string;
  readonly regionCode?: string;
  readonly beginRange?: string;
};

/** A product in the shape of the price list. */
const product = ({
  usagetype = "EML2-USE1-OUT-AVC-HD-L10-30-S",
  description = "$0.4212 per hour for Single Pipeline HD AVC outputs",
  unit = "hours",
  usd = "0.4212000000",
  regionCode = "us-east-1",
  beginRange = "0",
}: Line = {}): string =>
  JSON.stringify({
    product: { sku: "S", attributes: { usagetype, regionCode } },
    serviceCode: "AWSElementalMediaLive",
    terms: {
      OnDemand: {
        "S.T": {
          priceDimensions: {
            "S.T.R": { unit, description, beginRange, endRange: "Inf", pricePerUnit: { USD: usd } },
          },
        },
      },
    },
    version: "1",
    publicationDate: "2026-09-18T10:00:00Z",
  });
const STANDARD = product({
  usagetype: "EML1-USE1-OUT-AVC-HD-L10-30-S",
  description: "Standard HD AVC outputs",
  usd: "0.7020000000",
});

describe("the price of a usage", () => {
  test.each([
    ["with the digit that one source tells", [product(), STANDARD]],
    [
      "with the digit that the other source tells",
      [
        product({ usagetype: "EML1-USE1-OUT-AVC-HD-L10-30-S" }),
        product({ description: "Standard HD AVC outputs", usd: "0.7020000000" }),
      ],
    ],
    ["beside lines of other regions", [product(), product({ regionCode: "eu-west-1", usd: "9" })]],
    ["beside later tiers", [product(), product({ beginRange: "1000", usd: "0.1" })]],
    ["said twice alike", [product(), product()]],
    ["told by the minute", [product({ unit: "minutes", usd: "0.0070200000" })]],
  ])("is that of the single pipeline, %s", (_how, products) => {
    const read = readPrice(products, asked);
    expect(read).toEqual({
      row: {
        item: "medialive-output-avc-hd-10mbps-30fps",
        region: "us-east-1",
        amount: expect.closeTo(0.4212, 10) as number,
        source: "AWS Price List API",
        date: "2026-09-18",
      },
    });
  });

  test.each([
    ["nothing is there", []],
    ["the text is no JSON", ["{"]],
    ["only Standard is there", [STANDARD]],
    [
      "the description says another size",
      [product({ description: "Single Pipeline SD AVC outputs" })],
    ],
    ["the description says UHD", [product({ description: "Single Pipeline UHD AVC outputs" })]],
    ["the description says input", [product({ description: "Single Pipeline HD AVC inputs" })]],
    ["the description says HEVC", [product({ description: "Single Pipeline HD HEVC outputs" })]],
    ["the description says nothing of pipelines", [product({ description: "HD AVC outputs" })]],
    ["the usage type is a longer one", [product({ usagetype: "EML2-USE1-OUT-AVC-HD-L10-30-S-X" })]],
    ["two single pipelines disagree", [product(), product({ usd: "0.5" })]],
    ["the unit is no time", [product({ unit: "GB" })]],
    ["there is no price in dollars", [product({ usd: "" })]],
  ])("is refused when %s", (_why, products) => {
    expect(readPrice(products, asked)).toEqual({ refused: expect.any(String) as string });
  });
});
