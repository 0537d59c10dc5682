import {
  GetProductsCommand,
  ListPriceListsCommand,
  paginateGetProducts,
} from "@aws-sdk/client-pricing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { refusalOf, startAwsCloud, type AwsCloud } from "./support/aws-cloud.ts";

const ServiceCode = "AWSElementalMediaLive";
const filter = (Field: string, Value: string, Type: "TERM_MATCH" | "CONTAINS" = "TERM_MATCH") => ({
  Type,
  Field,
  Value,
});

let cloud: AwsCloud;
beforeEach(async () => {
  cloud = await startAwsCloud();
});
afterEach(() => cloud.close());

type Product = {
  readonly product: {
    readonly sku: string;
    readonly attributes: Readonly<Record<string, string>>;
  };
  readonly terms: { readonly OnDemand: Readonly<Record<string, unknown>> };
};
const parsed = (list: readonly unknown[] | undefined): Product[] =>
  (list ?? []).map((text) => JSON.parse(String(text)) as Product);

test("products come as JSON text, with the figures of one usage type in one region", async () => {
  const answer = await cloud.pricing.send(
    new GetProductsCommand({
      ServiceCode,
      Filters: [
        filter("usageType", "EML2-USE1-OUT-AVC-HD-L10-30-S"),
        filter("regionCode", "us-east-1"),
      ],
    }),
  );
  const [only, ...more] = parsed(answer.PriceList);
  expect(more).toEqual([]);
  expect(only?.product.attributes).toMatchObject({
    usagetype: "EML2-USE1-OUT-AVC-HD-L10-30-S",
    operation: "CHANNEL_OUTPUT",
  });
  const [term] = Object.values(only?.terms.OnDemand ?? {});
  const sku = only?.product.sku ?? "";
  expect(term).toMatchObject({
    sku,
    priceDimensions: {
      [`${sku}.JRTCKXETXF.6YS6EN2CT7`]: {
        unit: "hours",
        description: expect.stringContaining("Single Pipeline HD AVC outputs") as string,
        pricePerUnit: { USD: "0.4212000000" },
      },
    },
  });
});

test("part of a value is enough with CONTAINS, and pages hold what was asked for", async () => {
  const found: Product[] = [];
  let pages = 0;
  for await (const page of paginateGetProducts(
    { client: cloud.pricing, pageSize: 3 },
    {
      ServiceCode,
      Filters: [filter("usagetype", "-AVC-", "CONTAINS"), filter("regionCode", "us-west-2")],
    },
  )) {
    pages += 1;
    found.push(...parsed(page.PriceList));
  }
  expect(pages).toBe(2);
  expect(found).toHaveLength(6);
  expect(new Set(found.map(({ product }) => product.attributes["regionCode"]))).toEqual(
    new Set(["us-west-2"]),
  );
});

test("what the service refuses is refused by its own names", async () => {
  const ask = (input: ConstructorParameters<typeof GetProductsCommand>[0]) =>
    refusalOf(cloud.pricing.send(new GetProductsCommand(input)));
  expect((await ask({ ServiceCode: "AWSNothing" })).name).toBe("InvalidParameterException");
  expect((await ask({ ServiceCode, FormatVersion: "aws_v9" })).name).toBe(
    "InvalidParameterException",
  );
  expect((await ask({ ServiceCode, NextToken: "x" })).name).toBe("InvalidNextTokenException");
  const unknown = await refusalOf(
    cloud.pricing.send(
      new ListPriceListsCommand({ ServiceCode, EffectiveDate: new Date(0), CurrencyCode: "USD" }),
    ),
  );
  expect(unknown.name).toBe("UnknownOperationException");
  cloud.restrict({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "medialive:*", Resource: "*" }],
  });
  expect((await ask({ ServiceCode })).name).toBe("AccessDeniedException");
});
