import { requestId } from "../aws-request-id.ts";
import { asRecord, type JsonRecord } from "../json.ts";
import { Refusal, type NamedError, type WireAnswer, type WireService } from "../wire.ts";
import { MEDIALIVE_LINES } from "./offer.ts";
import { PRICING_OPERATIONS, type Offers } from "./operations.ts";

const PREFIX = "AWSPriceListService.";

/** The Price List's query API over JSON 1.1. `offers` are MediaLive's few lines unless told. */
export function createPricing(offers: Offers = { AWSElementalMediaLive: MEDIALIVE_LINES }): {
  readonly service: WireService;
} {
  return {
    service: {
      name: "pricing",
      route(request) {
        const target = request.headers["x-amz-target"];
        if (request.method !== "POST" || typeof target !== "string") return undefined;
        const operation = target.startsWith(PREFIX) ? target.slice(PREFIX.length) : "";
        const run = PRICING_OPERATIONS[operation];
        if (run === undefined) return undefined;
        return {
          operation,
          actions: [`pricing:${operation}`],
          answer: () => answer(200, run(offers, read(request.body))),
        };
      },
      refuse,
      unknown: () => refuse({ name: "UnknownOperationException", status: 400, message: "" }),
    },
  };
}

function read(body: Buffer): JsonRecord {
  try {
    const parsed = asRecord(JSON.parse(body.toString("utf8") || "{}"));
    if (parsed !== undefined) return parsed;
  } catch {
    // Worded below, as for JSON that is no object.
  }
  throw new Refusal({ name: "SerializationException", status: 400, message: "" });
}

/** JSON 1.1 has no status of its own for a refusal: all of the caller's are 400. */
function refuse(error: NamedError): WireAnswer {
  return answer(error.status < 500 ? 400 : error.status, {
    __type: error.name,
    Message: error.message,
  });
}

function answer(status: number, body: JsonRecord): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": requestId() },
    body: JSON.stringify(body),
  };
}
