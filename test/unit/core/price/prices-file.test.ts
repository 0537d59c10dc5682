import { expect, test } from "vitest";
import { parsePrices } from "../../../../src/core/price/prices-file.ts";

const parse = (file: unknown) => parsePrices(JSON.stringify(file), "prices.json");
const refusal = (text: string): { code: string; message: string; exitCode: number } => {
  try {
    parsePrices(text, "prices.json");
  } catch (error) {
    return error as { code: string; message: string; exitCode: number };
  }
  throw new Error("it was not refused");
};

test("needs a date and prices; the rest has defaults", () => {
  expect(parse({ date: "2026-11-01", prices: { "momento-data-in": 0.12 } })).toEqual({
    currency: "USD",
    rows: [
      {
        item: "momento-data-in",
        region: "*",
        amount: 0.12,
        source: "prices.json",
        date: "2026-11-01",
      },
    ],
  });
});

test("may name currency, source and region; a byte order mark is no part of it", () => {
  const file = {
    currency: "EUR",
    source: "our contract",
    date: "2026-11-01",
    region: "eu-west-1",
    prices: { "medialive-output-avc-uhd-50mbps-60fps": 4 },
  };
  const found = parsePrices(`\uFEFF${JSON.stringify(file)}`, "prices.json");
  expect(found).toMatchObject({
    currency: "EUR",
    rows: [{ region: "eu-west-1", source: "our contract" }],
  });
});

test.each([
  ["no JSON", "{", /not JSON/],
  ["a list", "[]", /the file must be an object, not \[\]/],
  ["no date", '{"prices": {}}', /date is missing/],
  ["no prices", '{"date": "2026-01-01"}', /prices is missing/],
  [
    "a list of prices",
    '{"date": "2026-01-01", "prices": [1]}',
    /prices must be an object, not \[1\]/,
  ],
  ["no source", '{"date": "2026-01-01", "prices": {}, "source": ""}', /source must not be empty/],
  [
    "a day that is none",
    '{"date": "2026-02-30", "prices": {}}',
    /date must be a date, .*, not "2026-02-30"/,
  ],
  [
    "a negative price",
    '{"date": "2026-01-01", "prices": {"momento-data-in": -1}}',
    /momento-data-in must not be negative, not -1/,
  ],
  [
    "a price in words",
    '{"date": "2026-01-01", "prices": {"momento-data-in": "1"}}',
    /momento-data-in must be a number, not "1"/,
  ],
  [
    "a member of its own",
    '{"date": "2026-01-01", "prices": {}, "vat": 19}',
    /vat is not a setting/,
  ],
  [
    "a currency in words",
    '{"date": "2026-01-01", "prices": {}, "currency": "euro"}',
    /currency must be three capital letters/,
  ],
  [
    "a name that is nearly one",
    '{"date": "2026-01-01", "prices": {"momento-data": 1}}',
    /prices\.momento-data: nothing of that name has a price \(did you mean momento-data-in\?\)\.$/,
  ],
])("%s is refused, and says where", (_what, text, expected) => {
  const error = refusal(text);
  expect(error).toMatchObject({ code: "PRICES_INVALID", exitCode: 2 });
  expect(error.message).toMatch(expected);
  expect(error.message).not.toMatch(/expected|received|Invalid/);
});
