import { afterEach, beforeEach, expect, test } from "vitest";
import { askPriceList } from "../../../src/core/price/ask-price-list.ts";
import { findPrices } from "../../../src/core/price/find-prices.ts";
import { price } from "../../../src/core/price/price.ts";
import { realClock } from "../../../src/context.ts";
import { tutorialSpec } from "../../unit/services/tutorial-context.ts";
import { startServices, type ServiceBed } from "./service-bed.ts";

const signal = new AbortController().signal;
let bed: ServiceBed;
beforeEach(async () => {
  bed = await startServices();
});
afterEach(() => bed.close());

const find = (spec: ReturnType<typeof tutorialSpec>) =>
  findPrices({
    ask: askPriceList(() => Promise.resolve(bed.pricing), spec),
    clock: realClock,
    signal,
  });

test("the Price List tells each usage once, and the sum is that of the ladder", async () => {
  const spec = { ...tutorialSpec(), region: "us-east-1" };
  const found = await find(spec);
  expect(found.sources[0]).toMatchObject({
    source: "price-list",
    date: "2026-09-18",
    missing: [],
  });
  expect(bed.calls.filter((call) => call === "pricing:GetProducts")).toHaveLength(3);
  const { perHourRunning } = price(spec, found);
  expect(perHourRunning.amount).toBe(0.9864);
  expect(perHourRunning.lines[0]?.source).toBe("AWS Price List API");
});

test("what is not in the list is told, and not known", async () => {
  const spec = tutorialSpec({
    channel: { input: { type: "mp4-file", url: "https://example.com/a.mp4" } },
  });
  const found = await find(spec);
  expect(found.sources[0]?.missing).toEqual([
    "medialive-input-avc-hd-20mbps: not in the price list of us-west-2",
  ]);
  expect(price(spec, found).perHourRunning.notKnown).toContain("MediaLive input");
});

test("a list that takes its time delays nobody for more than two seconds", async () => {
  bed.fault("pricing:GetProducts delay 20s");
  const from = performance.now();
  const found = await find({ ...tutorialSpec(), region: "us-east-1" });
  expect(performance.now() - from).toBeLessThan(10_000);
  expect(found.sources).toMatchObject([
    { source: "price-list", missing: ["timed-out"] },
    { source: "table", date: "2026-09-18" },
  ]);
});

test("without the right to ask, the table stands in and the reason is told", async () => {
  bed.fault("pricing:GetProducts refuse always AccessDeniedException");
  const found = await find({ ...tutorialSpec(), region: "us-east-1" });
  expect(found.sources[0]).toMatchObject({ missing: ["AWS_ACCESS_DENIED"] });
  expect(price({ ...tutorialSpec(), region: "us-east-1" }, found).perHourRunning.amount).toBe(
    0.9864,
  );
});
