import { jsonAnswer, jsonOperation, jsonRefusal, jsonUnknown, readJson } from "../aws-json.ts";
import type { WireService } from "../wire.ts";
import { MEDIALIVE_LINES } from "./offer.ts";
import { PRICING_OPERATIONS, type Offers } from "./operations.ts";

/** The Price List's query API over JSON 1.1. `offers` are MediaLive's few lines by default. */
export function createPricing(offers: Offers = { AWSElementalMediaLive: MEDIALIVE_LINES }): {
  readonly service: WireService;
} {
  return {
    service: {
      name: "pricing",
      route(request) {
        const operation = jsonOperation(request, "AWSPriceListService.");
        const run = PRICING_OPERATIONS[operation];
        if (run === undefined) return undefined;
        return {
          operation,
          actions: [`pricing:${operation}`],
          answer: () => jsonAnswer(run(offers, readJson(request.body))),
        };
      },
      refuse: (error) => jsonRefusal(error, "Message"),
      unknown: jsonUnknown,
    },
  };
}
