import { describe, expect, test } from "vitest";
import type { PriceReport } from "../../../src/config/price.ts";
import { price } from "../../../src/core/price/price.ts";
import { PRICE_TABLE } from "../../../src/core/price/price-table.ts";
import { planInShort } from "../../../src/terminal/plan-view.ts";
import { priceSentences } from "../../../src/terminal/price-words.ts";
import { createStyle } from "../../../src/terminal/style.ts";
import { resolvePreset } from "../core/price/preset.ts";
import { stepOf } from "./made-step.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });
const report: PriceReport = {
  ...price(
    resolvePreset("tutorial", "us-east-1"),
    { currency: "USD", rows: PRICE_TABLE },
    { eventSeconds: 8_100 },
  ),
  region: "us-east-1",
  isRehearsal: false,
  assumesPush: false,
  sources: [
    { source: "price-list", date: null, ageDays: null, missing: ["timed-out"] },
    { source: "table", date: "2026-09-18", ageDays: 71, missing: [] },
  ],
  elsewhere: null,
};
const plan = {
  refusals: [],
  steps: (["input", "channel", "cache", "distribution"] as const).map((resource) =>
    stepOf(resource, "create"),
  ),
};

describe("what stands right above the question about a plan", () => {
  test.each([80, 60, 40])("is chain, price and event on half a screen of %i columns", (columns) => {
    const lines = planInShort(plan, report, { style, columns }).join("\n").split("\n");
    expect(lines.length).toBeLessThanOrEqual(16);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(columns);
    expect(lines.join(" ").replaceAll(/\s+/g, " ")).toMatch(
      /input.*channel.*cache.*edge.*player.*About 0\.99 USD an hour.*For the 2 h 15 min that it is to run: about 2\.22 USD\./,
    );
  });

  test("says in one line whose prices they are, of when and how old", () => {
    expect(priceSentences(report).at(-1)).toBe(
      "Prices of 2025-11-01 to 2026-09-18: the program's table, 71 days old; AWS's price list did not answer within two seconds.",
    );
  });
});
