import type { PriceItem, PriceUnit } from "./price-item.ts";

/** One line of a sum. What is not known is null, in `--json` too: never left out and never 0. */
export type PriceLine = {
  /** As a person reads it: `output 720p30`. */
  readonly what: string;
  readonly item: PriceItem;
  /** How many units. */
  readonly quantity: number;
  readonly unit: PriceUnit | null;
  readonly amount: number | null;
  readonly source: string | null;
  readonly date: string | null;
};

/** The known part of a sum, and what is not in it; no amount where nothing is known. */
export type PriceSum = {
  readonly amount: number | null;
  readonly lines: readonly PriceLine[];
  /** The `what` of the lines without an amount. */
  readonly notKnown: readonly string[];
};

export type Price = {
  /** ISO 4217. */
  readonly currency: string;
  readonly perHourRunning: PriceSum;
  readonly perHourIdle: PriceSum;
  /** Ten minutes: what the shortest run costs. */
  readonly minimum: PriceSum;
  /** Null without a length. */
  readonly event: PriceSum | null;
  /** For how long the channel is to run; null where nobody said. */
  readonly eventSeconds: number | null;
  /** The run that goes on now; null when none does, or nobody knows since when. */
  readonly soFar: PriceSum | null;
  /** A channel that nobody stops for thirty days. */
  readonly thirtyDaysForgotten: PriceSum;
  /** One viewer of the top rung, for an hour, at the edge. */
  readonly perViewerHour: PriceSum;
};

/** A source that was used, or why it was not. */
export type PriceSource = {
  readonly source: "file" | "price-list" | "table";
  /** The newest date of its prices, ISO; null when it gave none. */
  readonly date: string | null;
  /** How old that is, whole days; negative when that is in the future. */
  readonly ageDays: number | null;
  /** Why it gave nothing, or not all: `timed-out`, an error's code, or what did not fit. */
  readonly missing: readonly string[];
};

/** What a stack costs, for whoever decides: the sums, whose prices they are, and how old. */
export type PriceReport = Price & {
  /** AWS region whose prices these are. */
  readonly region: string;
  /** A rehearsal costs nothing; this is what the same would cost for real. */
  readonly isRehearsal: boolean;
  /** An RTMP push in the place of the sandbox's test pattern, or of an input that is not known yet. */
  readonly assumesPush: boolean;
  readonly sources: readonly PriceSource[];
  /** An hour, and the event, where prices are known, for a region of which none is. */
  readonly elsewhere:
    | ({ readonly region: string } & Pick<Price, "perHourRunning" | "event">)
    | null;
};
