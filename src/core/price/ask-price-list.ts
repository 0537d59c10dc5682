import { inputUsage, type MediaLiveUsage, outputUsage } from "../../config/medialive-usage.ts";
import type { Spec } from "../../config/spec.ts";
import type { PricingClient } from "../../services/pricing/client.ts";
import type { AskedPrices } from "./find-prices.ts";

/** All that a channel is billed for. */
export function pricedUsages(channel: Spec["channel"]): readonly MediaLiveUsage[] {
  return [inputUsage(channel), ...channel.ladder.map((rung) => outputUsage(rung, channel))];
}

/** Asks the Price List for all that a Spec's channel is billed for, as `findPrices` wants it. */
export function askPriceList(
  client: () => Promise<Pick<PricingClient, "mediaLivePrices">>,
  { channel, region }: Pick<Spec, "channel" | "region">,
): (signal: AbortSignal) => Promise<AskedPrices> {
  return async (signal) => {
    const usages = pricedUsages(channel);
    const read = await (await client()).mediaLivePrices({ usages, region }, { signal });
    return {
      rows: read.flatMap((one) => ("row" in one ? [one.row] : [])),
      refused: read.flatMap((one) => ("refused" in one ? [one.refused] : [])),
    };
  };
}
