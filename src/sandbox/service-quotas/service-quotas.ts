import type { AccountQuotas } from "../account-quotas.ts";
import { requestId } from "../aws-request-id.ts";
import { signedRegion } from "../aws-scope.ts";
import { asRecord, asText, type JsonRecord, parseJson } from "../json.ts";
import { Refusal, type NamedError, type WireAnswer, type WireService } from "../wire.ts";
import type { World } from "../world.ts";
import { pageOf } from "./page.ts";
import { quotasOf } from "./quota-list.ts";

const PREFIX = "ServiceQuotasV20190624.";

/** Service Quotas over JSON 1.1: ListServiceQuotas of MediaLive and of CloudFront, with the values that the emulators enforce. */
export function createServiceQuotas(
  world: World,
  { quotas, region }: { readonly quotas: AccountQuotas; readonly region: string },
): { readonly service: WireService } {
  return {
    service: {
      name: "service-quotas",
      route(request) {
        if (request.method !== "POST") return undefined;
        if (request.headers["x-amz-target"] !== `${PREFIX}ListServiceQuotas`) return undefined;
        return {
          operation: "ListServiceQuotas",
          actions: ["servicequotas:ListServiceQuotas"],
          answer() {
            const body = read(request.body);
            const code = asText(body["ServiceCode"]) ?? "";
            const place = signedRegion(request, region);
            const listed = quotasOf(code, { quotas, region: place, account: world.account });
            const wanted = asText(body["QuotaCode"]);
            const { items, rest } = pageOf(
              listed.filter(({ QuotaCode }) => wanted === undefined || QuotaCode === wanted),
              body,
            );
            return answer(200, { Quotas: items, ...rest });
          },
        };
      },
      refuse,
      unknown: () => refuse({ name: "UnknownOperationException", status: 400, message: "" }),
    },
  };
}

function read(body: Buffer): JsonRecord {
  try {
    const parsed = asRecord(parseJson(body.toString("utf8") || "{}"));
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
