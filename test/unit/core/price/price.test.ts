import { describe, expect, test } from "vitest";
import { resolvePreset } from "./preset.ts";
import { price } from "../../../../src/core/price/price.ts";
import type { PriceSum } from "../../../../src/config/price.ts";
import { PRICE_TABLE } from "../../../../src/core/price/price-table.ts";
import type { Prices } from "../../../../src/config/price-item.ts";

const TABLE: Prices = { currency: "USD", rows: PRICE_TABLE };
const MOMENTO = "Momento, what the encoder writes";
const amounts = ({ lines }: PriceSum): unknown[] => lines.map(({ what, amount }) => [what, amount]);

describe("the price of the tutorial's ladder in us-east-1", () => {
  const spec = resolvePreset("tutorial", "us-east-1");
  const found = price(spec, TABLE, { eventSeconds: 7_200 });

  test("is 0.9864 $ an hour, line by line, and says what is not in it", () => {
    expect(found.perHourRunning.amount).toBe(0.9864);
    expect(amounts(found.perHourRunning)).toEqual([
      ["MediaLive input", 0.1404],
      ["MediaLive output 480p30", 0.2124],
      ["MediaLive output 240p30", 0.2124],
      ["MediaLive output 720p30", 0.4212],
      [MOMENTO, null],
    ]);
    expect(found.perHourRunning.notKnown).toEqual([MOMENTO]);
    expect(found.perHourRunning.lines[0]).toMatchObject({ unit: "hour", date: "2026-09-18" });
  });

  test("is 1.97 $ for two hours, 710 $ for thirty forgotten days, and ten minutes at least", () => {
    expect(found.event?.amount).toBe(1.9728);
    expect(found.thirtyDaysForgotten.amount).toBe(710.208);
    expect(found.minimum.amount).toBe(0.1644);
    expect(price(spec, TABLE, { eventSeconds: 30 }).event?.amount).toBe(0.1644);
    expect(price(spec, TABLE, { eventSeconds: 3_601 }).event?.amount).toBe(1.00284);
    expect(price(spec, TABLE).event).toBeNull();
  });

  test("idle is not known: neither 0 nor a guess", () => {
    expect(found.perHourIdle).toMatchObject({
      amount: null,
      notKnown: ["MediaLive channel, idle", "MediaLive push input, idle"],
    });
  });

  test("for a viewer of the top rung counts bytes, requests and calls of the function", () => {
    expect(found.perViewerHour.lines.map(({ item, quantity }) => [item, quantity])).toEqual([
      ["cloudfront-data-out", 1.332_54],
      ["cloudfront-https-requests", 0.3601],
      ["cloudfront-function-calls", 0.001_801],
    ]);
    expect(found.perViewerHour.amount).toBe(0.117_047);
  });
});

test("hd is 1.4076 $ an hour", () => {
  const found = price(resolvePreset("hd", "us-east-1"), TABLE);
  expect(found.perHourRunning.amount).toBe(1.4076);
});

test("a region that the table does not know is not known, but for the edge", () => {
  const found = price(resolvePreset("tutorial", "us-west-2"), TABLE);
  expect(found.perHourRunning).toMatchObject({ amount: null });
  expect(found.perHourRunning.notKnown).toHaveLength(5);
  expect(found.perViewerHour.amount).toBe(0.117_047);
});

test("a pulled input costs nothing idle, and is of a class that the table does not know", () => {
  const input = { type: "mp4-file", url: "https://example.com/a.mp4" } as const;
  const found = price(resolvePreset("tutorial", "us-east-1", input), TABLE);
  expect(found.perHourIdle.notKnown).toEqual(["MediaLive channel, idle"]);
  expect(found.perHourRunning.lines[0]?.item).toBe("medialive-input-avc-hd-20mbps");
  expect(found.perHourRunning).toMatchObject({
    amount: 0.846,
    notKnown: ["MediaLive input", MOMENTO],
  });
});

test("the first row that is good for the region wins", () => {
  const own = (amount: number, region = "*") => ({
    item: "medialive-idle-channel",
    region,
    amount,
    source: "mine",
    date: "2026-11-01",
  });
  const rows = [own(9, "eu-west-1"), own(0.01), own(0.02, "us-east-1")];
  const found = price(resolvePreset("tutorial", "us-east-1"), { currency: "EUR", rows });
  expect(found.currency).toBe("EUR");
  expect(found.perHourIdle.amount).toBe(0.01);
});
