import type { PriceReport } from "../../config/price.ts";
import type { Prices } from "../../config/price-item.ts";
import { hostOwner } from "../../config/momento-host.ts";
import type { Input, Spec } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import type { Clients } from "../stack/clients.ts";
import { askPriceList } from "./ask-price-list.ts";
import { findPrices, type FoundPrices } from "./find-prices.ts";
import { price } from "./price.ts";

/** The region that the program's own table is of, and the one that a rehearsal is priced in. */
const TABLE_REGION = "us-east-1";

/** What a stack is priced by. */
export type PriceSources = {
  readonly spec: Spec;
  /** Where the Price List can be asked; undefined offline. */
  readonly clients: Pick<Clients, "pricing"> | undefined;
  /** The user's own, of `--prices`. */
  readonly prices: Prices | undefined;
};

/** What MediaLive is usually fed with. */
const PUSH: Input = { type: "rtmp-push", cidrs: [], streamName: "live" };

/** The test pattern of a sandbox, which the clouds cannot reach. */
function isHere(input: Input): boolean {
  return "url" in input && hostOwner(hostOf(input.url)) === "here";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : "";
}

/** What is to be priced. */
export type PriceFacts = {
  readonly isRehearsal: boolean;
  readonly eventSeconds?: number | undefined;
  readonly ranSeconds?: number | undefined;
};

/** What a Spec costs, with the most trusted prices that two seconds can get. Never fails. */
export async function priceStack(
  host: Pick<Host, "clock" | "signal">,
  sources: PriceSources,
  facts: PriceFacts,
): Promise<PriceReport> {
  return reportPrice(sources.spec, await stackPrices(host, sources), facts);
}

/** The prices alone, for whoever calculates more than once. Never fails, and waits two seconds at most. */
export function stackPrices(
  { clock, signal }: Pick<Host, "clock" | "signal">,
  { spec, clients, prices }: PriceSources,
): Promise<FoundPrices> {
  const pricing = clients?.pricing;
  return findPrices({
    file: prices,
    ask: pricing === undefined ? undefined : askPriceList(pricing, spec),
    clock,
    signal,
  });
}

/** What a Spec costs with these prices; for a rehearsal in us-east-1, of which the program's table is. */
export function reportPrice(
  spec: Spec,
  found: FoundPrices,
  { isRehearsal, eventSeconds, ranSeconds }: PriceFacts,
): PriceReport {
  const region = isRehearsal ? TABLE_REGION : spec.region;
  const { input } = spec.channel;
  const assumesPush = input === undefined || isHere(input);
  const meant = assumesPush ? { ...spec, channel: { ...spec.channel, input: PUSH } } : spec;
  const sums = price({ ...meant, region }, found, { eventSeconds, ranSeconds });
  const there = price({ ...meant, region: TABLE_REGION }, found, { eventSeconds });
  const { perHourRunning, event } = there;
  const hasNone = sums.perHourRunning.amount === null && perHourRunning.amount !== null;
  return {
    ...sums,
    region,
    isRehearsal,
    assumesPush,
    sources: found.sources,
    elsewhere: hasNone ? { region: TABLE_REGION, perHourRunning, event } : null,
  };
}
