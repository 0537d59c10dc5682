import { expect, test } from "vitest";
import { LiveOriginError } from "../../../../src/config/failure.ts";
import type { PriceRow } from "../../../../src/config/price-item.ts";
import { findPrices, type AskedPrices } from "../../../../src/core/price/find-prices.ts";

const NOW = Date.UTC(2026, 10, 27);
const signal = new AbortController().signal;
/** Sleeps end at once where time is over, else never. */
const clockThat = (isOver: boolean) => ({
  now: () => NOW,
  sleep: () => (isOver ? Promise.resolve() : new Promise<void>(() => undefined)),
});
const row = (item: string, amount: number, date = "2026-11-20"): PriceRow => ({
  item,
  region: "us-east-1",
  amount,
  source: "test",
  date,
});
const SD = "medialive-output-avc-sd-10mbps-30fps";
const firstOf = (rows: readonly PriceRow[], item: string): number | undefined =>
  rows.find((one) => one.item === item)?.amount;

test("the file is trusted most, then the price list, then the table", async () => {
  const found = await findPrices({
    file: { currency: "USD", rows: [row("momento-data-in", 0.12, "2026-11-26")] },
    ask: () => Promise.resolve({ rows: [row(SD, 0.3)], refused: [] }),
    clock: clockThat(false),
    signal,
  });
  expect(firstOf(found.rows, "momento-data-in")).toBe(0.12);
  expect(firstOf(found.rows, SD)).toBe(0.3);
  expect(firstOf(found.rows, "medialive-input-avc-hd-10mbps")).toBe(0.1404);
  expect(found.sources).toEqual([
    { source: "file", date: "2026-11-26", ageDays: 1, missing: [] },
    { source: "price-list", date: "2026-11-20", ageDays: 7, missing: [] },
    { source: "table", date: "2026-09-18", ageDays: 70, missing: [] },
  ]);
});

test.each([
  ["2026-11-28", 0],
  ["2027-11-27", -365],
])(
  "a file of %s, which is to come, is said to be so unless it is today somewhere",
  async (date, ageDays) => {
    const file = { currency: "USD", rows: [row("momento-data-in", 0.12, date)] };
    const found = await findPrices({ file, clock: clockThat(false), signal });
    expect(found.sources[0]).toMatchObject({ source: "file", ageDays });
  },
);

test("offline there is the table, with its age", async () => {
  const found = await findPrices({ clock: clockThat(false), signal });
  expect(found.sources).toEqual([
    { source: "table", date: "2026-09-18", ageDays: 70, missing: [] },
  ]);
});

test("a price list that does not answer in time is no longer waited for, and its request ends", async () => {
  let asked: AbortSignal | undefined;
  const found = await findPrices({
    ask: (inner) => {
      asked = inner;
      return new Promise<AskedPrices>(() => undefined);
    },
    clock: clockThat(true),
    signal,
  });
  expect(asked?.aborted).toBe(true);
  expect(found.sources[0]).toEqual({
    source: "price-list",
    date: null,
    ageDays: null,
    missing: ["timed-out"],
  });
  expect(firstOf(found.rows, SD)).toBe(0.2124);
});

test("a refusal is told by its code, and the table stands in", async () => {
  const denied = new LiveOriginError({ code: "AWS_ACCESS_DENIED", message: "no" });
  const found = await findPrices({
    ask: () => Promise.reject(denied),
    clock: clockThat(false),
    signal,
  });
  expect(found.sources[0]?.missing).toEqual(["AWS_ACCESS_DENIED"]);
  expect(firstOf(found.rows, SD)).toBe(0.2124);
});

test("a file in another currency stands alone: nobody is asked, and dollars are not mixed in", async () => {
  const file = { currency: "EUR", rows: [row("momento-data-in", 0.1)] };
  const ask = () => Promise.reject(new Error("asked"));
  const found = await findPrices({ file, ask, clock: clockThat(false), signal });
  expect(found.currency).toBe("EUR");
  expect(found.rows).toEqual(file.rows);
});
