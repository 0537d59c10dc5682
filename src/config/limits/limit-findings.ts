import { bitsText, bytesText, secondsText, wholeText } from "../text/figures.ts";
import type { Demand, LimitFinding, ReportedLimits } from "./limit-model.ts";
import { highestBits, longestSegmentMs } from "../ladder/segment-size.ts";

/** Documented defaults of an on-demand account (Momento docs, limits): soft 100 operations/s and 100 MB, hard 5 MB an item and 24 h. */
export const ON_DEMAND_DEFAULTS = {
  operationsPerSecond: 100,
  hotStorageBytes: 100_000_000,
  /** 5,000,192 bytes, as `listCaches` reports it. */
  itemKiB: 4_883,
  ttlSeconds: 86_400,
} as const;

type Judge = (demand: Demand, reported: ReportedLimits) => LimitFinding | undefined;

// The highest sum of bitrates, in whole kbps, whose writes, 10 % overhead included, stay within a number of KiB each second.
const ladderBits = (kibPerSecond: number): number =>
  Math.floor((kibPerSecond * 1024 * 8 * 10) / 11 / 1000) * 1000;

function finding(isReported: boolean, code: string, message: string): LimitFinding {
  return { level: isReported ? "stop" : "warning", code, message };
}

const limitSource = (isReported: boolean): string =>
  isReported ? "this account reports a limit of" : "the documented default of an account is";

const judgeItem: Judge = (demand, { maxItemKiB }) => {
  const isReported = maxItemKiB !== undefined;
  const maxBytes = (maxItemKiB ?? ON_DEMAND_DEFAULTS.itemKiB) * 1024;
  if (demand.largestSegmentBytes <= maxBytes) return undefined;
  const longest = longestSegmentMs(demand.largestBits, "bytes", maxBytes);
  const highest = highestBits(demand.segmentMs, "bytes", maxBytes);
  return finding(
    isReported,
    "ITEM_TOO_LARGE",
    `A segment of rung ${demand.largestRung} is estimated at ${bytesText(demand.largestSegmentBytes)}; ${limitSource(isReported)} ${bytesText(maxBytes)} for one item. ` +
      `What fits: segments of at most ${secondsText(longest)} at this bitrate, or at most ${bitsText(highest)} (video and audio) at ${secondsText(demand.segmentMs)}.`,
  );
};

const judgeOperations: Judge = (demand, { maxOperationsPerSecond }) => {
  const isReported = maxOperationsPerSecond !== undefined;
  const limit = maxOperationsPerSecond ?? ON_DEMAND_DEFAULTS.operationsPerSecond;
  if (demand.operationsPerSecond <= limit) return undefined;
  return finding(
    isReported,
    "OPERATIONS_OVER_LIMIT",
    `The ladder writes about ${wholeText(demand.operationsPerSecond)} operations/s (one for each KiB, audio included; reads by the edge come on top); ${limitSource(isReported)} ${wholeText(limit)}. ` +
      `What fits: a ladder of at most ${bitsText(ladderBits(limit))} in total, now ${bitsText(demand.totalBits)}, or a higher limit from Momento.`,
  );
};

const judgeThroughput: Judge = (demand, { maxThroughputKiBps }) => {
  if (maxThroughputKiBps === undefined || demand.throughputKiBps <= maxThroughputKiBps)
    return undefined;
  return finding(
    true,
    "THROUGHPUT_OVER_LIMIT",
    `The ladder writes about ${wholeText(demand.throughputKiBps)} KiB/s; ${limitSource(true)} ${wholeText(maxThroughputKiBps)} KiB/s. ` +
      `What fits: a ladder of at most ${bitsText(ladderBits(maxThroughputKiBps))} in total, now ${bitsText(demand.totalBits)}, or a higher limit from Momento.`,
  );
};

const judgeTtl: Judge = (demand, { maxTtlSeconds }) => {
  if (maxTtlSeconds === undefined || demand.ttlSeconds <= maxTtlSeconds) return undefined;
  return finding(
    true,
    "TTL_OVER_LIMIT",
    `A TTL of ${wholeText(demand.ttlSeconds)} s is asked for; ${limitSource(true)} ${wholeText(maxTtlSeconds)} s. What fits: --ttl-seconds ${maxTtlSeconds}.`,
  );
};

// The API never reports hot storage. An account whose TTL may exceed a day has provisioned storage, so the default says nothing about it.
const judgeHotStorage: Judge = (demand, { maxTtlSeconds = 0 }) => {
  const limit = ON_DEMAND_DEFAULTS.hotStorageBytes;
  if (maxTtlSeconds > ON_DEMAND_DEFAULTS.ttlSeconds || demand.hotStorageBytes <= limit)
    return undefined;
  const bytesPerSecond = demand.hotStorageBytes / demand.ttlSeconds;
  return finding(
    false,
    "HOT_STORAGE_OVER_DEFAULT",
    `The ladder holds about ${bytesText(demand.hotStorageBytes)} at a TTL of ${wholeText(demand.ttlSeconds)} s; ${limitSource(false)} ${bytesText(limit)} of hot storage (not reported by the account). ` +
      `What fits: a TTL of at most ${wholeText(Math.floor(limit / bytesPerSecond))} s with this ladder, a smaller ladder, or a higher limit from Momento.`,
  );
};

const JUDGES: readonly Judge[] = [
  judgeItem,
  judgeOperations,
  judgeThroughput,
  judgeTtl,
  judgeHotStorage,
];

/** Every limit that the demand exceeds, with the numbers and the settings that fit. */
export function limitFindings(demand: Demand, reported: ReportedLimits): readonly LimitFinding[] {
  return JUDGES.map((judge) => judge(demand, reported)).filter((found) => found !== undefined);
}
