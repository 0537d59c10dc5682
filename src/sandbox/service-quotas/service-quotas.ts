import type { AccountQuotas } from "../account-quotas.ts";
import { jsonAnswer, jsonOperation, jsonRefusal, jsonUnknown, readJson } from "../aws-json.ts";
import { signedRegion } from "../aws-scope.ts";
import { asText } from "../json.ts";
import { jsonPage } from "../json-page.ts";
import { Refusal, type WireService } from "../wire.ts";
import type { World } from "../world.ts";
import { quotasOf } from "./quota-list.ts";

/** Quotas a page (Service Quotas API model). */
const MAX_RESULTS = 100;

/** Service Quotas over JSON 1.1: ListServiceQuotas of MediaLive and of CloudFront, with the values that the emulators enforce. */
export function createServiceQuotas(
  world: World,
  { quotas, region }: { readonly quotas: AccountQuotas; readonly region: string },
): { readonly service: WireService } {
  return {
    service: {
      name: "service-quotas",
      route(request) {
        const operation = jsonOperation(request, "ServiceQuotasV20190624.");
        if (operation !== "ListServiceQuotas") return undefined;
        return {
          operation,
          actions: ["servicequotas:ListServiceQuotas"],
          answer() {
            const body = readJson(request.body);
            const code = asText(body["ServiceCode"]) ?? "";
            const place = signedRegion(request, region);
            const listed = quotasOf(code, { quotas, region: place, account: world.account });
            const wanted = asText(body["QuotaCode"]);
            const { items, rest } = jsonPage(
              listed.filter(({ QuotaCode }) => wanted === undefined || QuotaCode === wanted),
              body,
              { maxResults: MAX_RESULTS, refuse },
            );
            return jsonAnswer({ Quotas: items, ...rest });
          },
        };
      },
      refuse: (error) => jsonRefusal(error, "Message"),
      unknown: jsonUnknown,
    },
  };
}

function refuse(member: "MaxResults" | "NextToken"): Refusal {
  return member === "MaxResults"
    ? new Refusal({
        name: "IllegalArgumentException",
        status: 400,
        message: `MaxResults must be 1 to ${MAX_RESULTS}`,
      })
    : new Refusal({
        name: "InvalidPaginationTokenException",
        status: 400,
        message: "Invalid token was used",
      });
}
