import type { MediaLiveUsage } from "./medialive-usage.ts";

/** What has a price besides MediaLive's inputs and outputs, and what its amount is for. */
const UNITS = {
  "medialive-idle-channel": "hour",
  "medialive-idle-input": "hour",
  "cloudfront-data-out": "GB",
  "cloudfront-https-requests": "10,000 requests",
  "cloudfront-function-calls": "1,000,000 calls",
  "momento-data-in": "GB",
} as const;

/** The name of something that has a price: one of the fixed ones, or `medialive-output-avc-hd-10mbps-30fps`. */
export type PriceItem = string;

/** What an amount is for. */
export type PriceUnit = "hour" | (typeof UNITS)[keyof typeof UNITS];

const RUNNING =
  /^medialive-(input-avc-(sd|hd|uhd)-(10|20|50)mbps|output-avc-(sd|hd|uhd)-(10|20|50)mbps-(30|60)fps)$/;

/** The names that are always known, for help and for refusals. */
export const FIXED_ITEMS: readonly PriceItem[] = Object.keys(UNITS);

/** What a price of this item is for; undefined for something that has no price here. */
export function unitOf(item: PriceItem): PriceUnit | undefined {
  if (RUNNING.test(item)) return "hour";
  return Object.entries(UNITS).find(([name]) => name === item)?.[1];
}

/** The item of an input or output of a single-pipeline channel. */
export function usageItem(usage: MediaLiveUsage): PriceItem {
  const common = `avc-${usage.resolution.toLowerCase()}-${usage.mbps}mbps`;
  return usage.direction === "IN"
    ? `medialive-input-${common}`
    : `medialive-output-${common}-${usage.fps}fps`;
}

/** One price, with where it is from and of when. */
export type PriceRow = {
  readonly item: PriceItem;
  /** AWS region, or `*` where it does not matter. */
  readonly region: string;
  readonly amount: number;
  readonly source: string;
  /** ISO date, `2026-09-18`. */
  readonly date: string;
};

/** Prices in one currency, the most trusted of each item first. */
export type Prices = {
  /** ISO 4217. */
  readonly currency: string;
  readonly rows: readonly PriceRow[];
};
