import { inputUsage, outputUsage } from "../../config/medialive-usage.ts";
import {
  unitOf,
  usageItem,
  type PriceItem,
  type PriceRow,
  type Prices,
  type PriceUnit,
} from "../../config/price-item.ts";
import type { Spec } from "../../config/spec.ts";
import { edgeUse, encoderGigabytes } from "./traffic.ts";

/** One line of a sum. What is not known has no amount, source or date. */
type PriceLine = {
  /** As a person reads it: `output 720p30`. */
  readonly what: string;
  readonly item: PriceItem;
  /** How many units. */
  readonly quantity: number;
  readonly unit: PriceUnit | undefined;
  readonly amount: number | undefined;
  readonly source: string | undefined;
  readonly date: string | undefined;
};

/** The known part of a sum, and what is not in it; no amount where nothing is known. */
export type PriceSum = {
  readonly amount: number | undefined;
  readonly lines: readonly PriceLine[];
  /** The `what` of the lines without an amount. */
  readonly notKnown: readonly string[];
};

type Price = {
  /** ISO 4217. */
  readonly currency: string;
  readonly perHourRunning: PriceSum;
  readonly perHourIdle: PriceSum;
  /** Ten minutes: what the shortest run costs. */
  readonly minimum: PriceSum;
  /** Undefined without a length. */
  readonly event: PriceSum | undefined;
  /** A channel that nobody stops for thirty days. */
  readonly thirtyDaysForgotten: PriceSum;
  /** One viewer of the top rung, for an hour, at the edge. */
  readonly perViewerHour: PriceSum;
};

/** A run is billed by the minute, ten at least (AWS Elemental MediaLive pricing). */
const LEAST_MINUTES = 10;
const THIRTY_DAYS_HOURS = 720;

/** Something that is billed: what, which price, how much of it. */
type Use = { readonly what: string; readonly item: PriceItem; readonly quantity: number };

/** What a Spec costs with these prices; `eventSeconds` is the length of the event, where it is known. Pure. */
export function price(
  spec: Spec,
  prices: Prices,
  { eventSeconds }: { readonly eventSeconds?: number | undefined } = {},
): Price {
  const running = runningHour(spec);
  const total = (uses: readonly Use[], hours = 1): PriceSum => sum(spec, prices, { uses, hours });
  const minutes = Math.max(LEAST_MINUTES, Math.ceil((eventSeconds ?? 0) / 60));
  return {
    currency: prices.currency,
    perHourRunning: total(running),
    perHourIdle: total(idleHour(spec)),
    minimum: total(running, LEAST_MINUTES / 60),
    event: eventSeconds === undefined ? undefined : total(running, minutes / 60),
    thirtyDaysForgotten: total(running, THIRTY_DAYS_HOURS),
    perViewerHour: total(edgeUse(spec)),
  };
}

function runningHour({ channel }: Spec): readonly Use[] {
  return [
    { what: "MediaLive input", item: usageItem(inputUsage(channel)), quantity: 1 },
    ...channel.ladder.map((rung) => ({
      what: `MediaLive output ${rung.name}`,
      item: usageItem(outputUsage(rung, channel)),
      quantity: 1,
    })),
    {
      what: "Momento, what the encoder writes",
      item: "momento-data-in",
      quantity: encoderGigabytes(channel),
    },
  ];
}

/** A push input whose channel does not run is billed; one that pulls is not (MediaLive user guide, pricing). */
function idleHour({ channel: { input } }: Spec): readonly Use[] {
  const isPush = input === undefined || /push$|^existing$/.test(input.type);
  return [
    { what: "MediaLive channel, idle", item: "medialive-idle-channel", quantity: 1 },
    ...(isPush
      ? [{ what: "MediaLive push input, idle", item: "medialive-idle-input", quantity: 1 }]
      : []),
  ];
}

function sum(
  spec: Spec,
  { rows }: Prices,
  { uses, hours }: { readonly uses: readonly Use[]; readonly hours: number },
): PriceSum {
  const lines = uses.map(({ what, item, quantity }): PriceLine => {
    const row = rowOf(rows, item, spec.region);
    return {
      what,
      item,
      quantity: exact(quantity * hours),
      unit: unitOf(item),
      amount: row === undefined ? undefined : exact(row.amount * quantity * hours),
      source: row?.source,
      date: row?.date,
    };
  });
  const known = lines.flatMap(({ amount }) => amount ?? []);
  return {
    amount: known.length === 0 ? undefined : exact(known.reduce((all, one) => all + one, 0)),
    lines,
    notKnown: lines.flatMap(({ what, amount }) => (amount === undefined ? [what] : [])),
  };
}

/** The first row of an item that is good for the region: the most trusted comes first. */
function rowOf(rows: readonly PriceRow[], item: PriceItem, region: string): PriceRow | undefined {
  return rows.find((row) => row.item === item && (row.region === region || row.region === "*"));
}

/** Prices have at most ten decimals (AWS Price List), and so has what is made of them: no binary dust. */
function exact(amount: number): number {
  return Math.round(amount * 1e10) / 1e10;
}
