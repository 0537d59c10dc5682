import { LiveOriginError } from "../../config/failure.ts";
import type { PriceRow, Prices } from "../../config/price-item.ts";
import type { PriceSource } from "../../config/price.ts";
import type { Clock } from "../engine/clock.ts";
import { PRICE_TABLE } from "./price-table.ts";

/** No plan waits longer than this for prices, milliseconds. */
const PATIENCE_MS = 2_000;
const DAY_MS = 86_400_000;

/** Prices, the most trusted first, with where they come from. */
export type FoundPrices = Prices & { readonly sources: readonly PriceSource[] };

/** What the Price List answered. */
export type AskedPrices = {
  readonly rows: readonly PriceRow[];
  /** Why single prices are not shown although there was an answer. */
  readonly refused: readonly string[];
};

/**
 * The prices to calculate with, in the order of trust: the user's file, the Price List where `ask` is given, the table of the
 * program. Never fails and never waits longer than two seconds. With a currency of its own the file stands alone,
 * because the others are in US dollars.
 */
export async function findPrices({
  file,
  ask,
  clock,
  signal,
}: {
  readonly file?: Prices | undefined;
  readonly ask?: ((signal: AbortSignal) => Promise<AskedPrices>) | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<FoundPrices> {
  const sourceOf = (
    source: PriceSource["source"],
    rows: readonly PriceRow[],
    missing: string[] = [],
  ) => describeSource({ source, rows, missing, now: clock.now() });
  const own = file === undefined ? [] : [sourceOf("file", file.rows)];
  if (file !== undefined && file.currency !== "USD") return { ...file, sources: own };
  const asked = ask === undefined ? undefined : await askInTime(ask, { clock, signal });
  return {
    currency: "USD",
    rows: [...(file?.rows ?? []), ...(asked?.rows ?? []), ...PRICE_TABLE],
    sources: [
      ...own,
      ...(asked === undefined ? [] : [sourceOf("price-list", asked.rows, [...asked.refused])]),
      sourceOf("table", PRICE_TABLE),
    ],
  };
}

async function askInTime(
  ask: (signal: AbortSignal) => Promise<AskedPrices>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<AskedPrices> {
  const giveUp = new AbortController();
  const both = AbortSignal.any([signal, giveUp.signal]);
  const tooLate = clock.sleep(PATIENCE_MS, both).then(
    () => nothing("timed-out"),
    () => nothing("interrupted"),
  );
  const answer = ask(both).catch((error: unknown) =>
    nothing(error instanceof LiveOriginError ? error.code : "failed"),
  );
  const first = await Promise.race([answer, tooLate]);
  giveUp.abort(new Error("prices are no longer waited for"));
  return first;
}

function nothing(why: string): AskedPrices {
  return { rows: [], refused: [why] };
}

function describeSource({
  source,
  rows,
  missing,
  now,
}: {
  readonly source: PriceSource["source"];
  readonly rows: readonly PriceRow[];
  readonly missing: readonly string[];
  readonly now: number;
}): PriceSource {
  const date =
    rows
      .map((row) => row.date)
      .toSorted()
      .at(-1) ?? null;
  const age = date === null ? null : Math.floor((now - Date.parse(date)) / DAY_MS);
  // Where it is tomorrow already, a file of today is no day ahead.
  return { source, date, ageDays: age === -1 ? 0 : age, missing };
}
