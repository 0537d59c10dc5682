import { describe, expect, it } from "vitest";
import { LADDERS } from "../../../src/config/ladder/ladder.ts";
import { settingsSoFar } from "../../../src/config/resolve/resolve.ts";
import { compareLimits, fitsAccount, ladderDemand } from "../../../src/config/limits/limits.ts";
import type { Rung } from "../../../src/config/spec.ts";

const demandOf = (ladder: readonly Rung[], ttlSeconds = 3600) =>
  ladderDemand({
    origin: { ttlSeconds },
    channel: { ladder, rateControl: "CBR", segmentSeconds: 2 },
  });

const PROVISIONED = {
  maxOperationsPerSecond: 10_000,
  maxThroughputKiBps: 10_240,
  maxItemKiB: 9_766,
  maxTtlSeconds: 604_800,
};

describe("what a ladder asks of the account", () => {
  it("is about 700 operations/s and 2.6 GB for the tutorial's ladder at a TTL of 3600 s", () => {
    const demand = demandOf(LADDERS.tutorial);
    expect(demand.operationsPerSecond).toBe(698);
    expect(demand.hotStorageBytes).toBe(2_573_010_000);
    expect(demand.largestRung).toBe("720p30");
    expect(demand.largestSegmentBytes).toBe(740_300);
  });

  it("uses the maximum bitrate with VBR", () => {
    const ladder = LADDERS.mobile.map((rung) => ({ ...rung, maxVideoKbps: 3000 }));
    const demand = ladderDemand({
      origin: { ttlSeconds: 60 },
      channel: { ladder, rateControl: "VBR", segmentSeconds: 2 },
    });
    expect(demand.totalBits).toBe(9_288_000);
  });
});

describe("the limits of an account", () => {
  it("take the starter ladder at its own TTL with one edge location's reads, and nothing larger", () => {
    const onDemand = { maxOperationsPerSecond: 100, maxTtlSeconds: 86_400, maxItemKiB: 4_883 };
    const { draft } = settingsSoFar({
      flags: { ladder: "starter" },
      env: {},
      file: undefined,
      parts: [],
    });
    expect(ladderDemand(draft)).toMatchObject({
      operationsPerSecond: 43,
      ttlSeconds: 1800,
      segmentMs: 1000,
    });
    for (const reported of [undefined, onDemand]) {
      expect(fitsAccount(ladderDemand(draft), reported)).toBe(true);
      expect(fitsAccount(demandOf(LADDERS.starter, 2400), reported)).toBe(false);
      expect(fitsAccount(demandOf(LADDERS.mobile, 60), reported)).toBe(false);
    }
    expect(fitsAccount(demandOf(LADDERS.tutorial), PROVISIONED)).toBe(true);
  });

  it("warn with the numbers where only documented defaults are known", () => {
    const findings = compareLimits(demandOf(LADDERS.tutorial), undefined);
    expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual([
      "warning OPERATIONS_OVER_LIMIT",
      "warning HOT_STORAGE_OVER_DEFAULT",
    ]);
    expect(findings[0]?.message).toContain("698 operations/s");
    expect(findings[0]?.message).toContain("the documented default of an account is 100");
    expect(findings[0]?.message).toContain("at most 744 kbps in total");
    expect(findings[1]?.message).toContain("2.57 GB");
    expect(findings[1]?.message).toContain("a TTL of at most 139 s");
  });

  it("stop where the account reports them", () => {
    const findings = compareLimits(demandOf(LADDERS.tutorial), {
      ...PROVISIONED,
      maxOperationsPerSecond: 697,
      maxThroughputKiBps: 697,
      maxTtlSeconds: 1800,
    });
    expect(findings.map(({ level, code }) => `${level} ${code}`)).toEqual([
      "stop OPERATIONS_OVER_LIMIT",
      "stop THROUGHPUT_OVER_LIMIT",
      "stop TTL_OVER_LIMIT",
      "warning HOT_STORAGE_OVER_DEFAULT",
    ]);
    expect(findings[2]?.message).toContain("--ttl-seconds 1800");
  });

  it("are silent when the ladder fits to the last operation", () => {
    const reported = { ...PROVISIONED, maxOperationsPerSecond: 698, maxThroughputKiBps: 698 };
    expect(compareLimits(demandOf(LADDERS.tutorial), reported)).toEqual([]);
  });

  it("compare the largest segment with the item limit and propose what fits", () => {
    const [, , rung] = LADDERS.tutorial;
    const ladder = rung === undefined ? [] : [{ ...rung, videoKbps: 18_000 }];
    const [finding] = compareLimits(demandOf(ladder), { ...PROVISIONED, maxItemKiB: 4883 });
    expect(finding).toMatchObject({ level: "stop", code: "ITEM_TOO_LARGE" });
    expect(finding?.message).toContain("5.00 MB");
    expect(finding?.message).toContain("segments of at most 1.998 s at this bitrate");
    expect(finding?.message).toContain("at most 18,182.516 kbps");
  });

  it("accept a segment of exactly the item limit, which counts as a whole item", () => {
    const demand = { ...demandOf(LADDERS.tutorial), largestSegmentBytes: 4883 * 1024 };
    expect(compareLimits(demand, PROVISIONED)).toEqual([]);
    const over = { ...demand, largestSegmentBytes: 4883 * 1024 + 1 };
    expect(compareLimits(over, { ...PROVISIONED, maxItemKiB: 4883 })).toHaveLength(1);
  });
});
