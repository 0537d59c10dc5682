import { inputUsage, outputUsage } from "../../config/medialive-usage.ts";
import {
  unitOf,
  usageItem,
  type PriceItem,
  type PriceRow,
  type Prices,
} from "../../config/price-item.ts";
import type { Price, PriceLine, PriceSum } from "../../config/price.ts";
import type { Spec } from "../../config/spec.ts";
import { edgeUse, encoderGigabytes } from "./traffic.ts";

/** A run is billed by the minute, ten at least (AWS Elemental MediaLive pricing). */
const LEAST_MINUTES = 10;
const THIRTY_DAYS_HOURS = 720;

/** Something that is billed: what, which price, how much of it. */
type Use = { readonly what: string; readonly item: PriceItem; readonly quantity: number };

/**
 * What a Spec costs with these prices; `eventSeconds` is the length of the event and `ranSeconds`
 * how long the present run has lasted, where they are known.
 */
export function price(
  spec: Spec,
  prices: Prices,
  {
    eventSeconds,
    ranSeconds,
  }: {
    readonly eventSeconds?: number | undefined;
    readonly ranSeconds?: number | undefined;
  } = {},
): Price {
  const running = runningHour(spec);
  const total = (uses: readonly Use[], hours = 1): PriceSum => sum(spec, prices, { uses, hours });
  const run = (seconds: number | undefined): PriceSum | null =>
    seconds === undefined
      ? null
      : total(running, Math.max(LEAST_MINUTES, Math.ceil(seconds / 60)) / 60);
  return {
    currency: prices.currency,
    perHourRunning: total(running),
    perHourIdle: total(idleHour(spec)),
    minimum: total(running, LEAST_MINUTES / 60),
    event: run(eventSeconds),
    eventSeconds: eventSeconds ?? null,
    soFar: run(ranSeconds),
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
      unit: unitOf(item) ?? null,
      amount: row === undefined ? null : exact(row.amount * quantity * hours),
      source: row?.source ?? null,
      date: row?.date ?? null,
    };
  });
  const known = lines.flatMap(({ amount }) => amount ?? []);
  return {
    amount: known.length === 0 ? null : exact(known.reduce((all, one) => all + one, 0)),
    lines,
    notKnown: lines.flatMap(({ what, amount }) => (amount === null ? [what] : [])),
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
