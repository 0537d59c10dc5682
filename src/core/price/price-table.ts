import type { PriceRow } from "../../config/price-item.ts";

const MEDIALIVE = {
  region: "us-east-1",
  source: "AWS prices as a public demo gives them",
  date: "2026-09-18",
};
const CLOUDFRONT = {
  region: "*",
  source:
    "public price summaries, for viewers in North America and Europe above the free first terabyte",
  date: "2025-11-01",
};

/**
 * The prices that the program brings along, in US dollars: what was published, where and when. Idle charges and Momento's
 * prices are in no document, so they are not here.
 */
export const PRICE_TABLE: readonly PriceRow[] = [
  { item: "medialive-input-avc-hd-10mbps", amount: 0.1404, ...MEDIALIVE },
  { item: "medialive-output-avc-hd-10mbps-30fps", amount: 0.4212, ...MEDIALIVE },
  { item: "medialive-output-avc-sd-10mbps-30fps", amount: 0.2124, ...MEDIALIVE },
  { item: "cloudfront-data-out", amount: 0.085, ...CLOUDFRONT },
  { item: "cloudfront-https-requests", amount: 0.01, ...CLOUDFRONT },
  { item: "cloudfront-function-calls", amount: 0.1, ...CLOUDFRONT },
];
