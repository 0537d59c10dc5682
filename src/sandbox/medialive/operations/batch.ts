import { asText, asTexts, type JsonRecord } from "../../json.ts";
import { Refusal } from "../../wire.ts";
import type { Call, Operation } from "../call.ts";
import { arnOf, type Region } from "../region.ts";
import { deleteInput } from "./change-input.ts";
import { deleteChannel } from "./delete-channel.ts";
import { deleteInputSecurityGroup } from "./security-groups.ts";
import { startChannel } from "./start-channel.ts";
import { stopChannel } from "./stop-channel.ts";

type Work = { readonly ids: string; readonly kind: string; readonly each: Operation };

/** BatchStart */
export const batchStart = batch([{ ids: "channelIds", kind: "channel", each: startChannel }]);

/** BatchStop */
export const batchStop = batch([{ ids: "channelIds", kind: "channel", each: stopChannel }]);

/** BatchDelete */
export const batchDelete = batch([
  { ids: "channelIds", kind: "channel", each: deleteChannel },
  { ids: "inputIds", kind: "input", each: deleteInput },
  { ids: "inputSecurityGroupIds", kind: "inputSecurityGroup", each: deleteInputSecurityGroup },
]);

/** The single operation for each id: what it refuses is listed under `failed`, the rest goes on. */
function batch(work: readonly Work[]): Operation {
  return async (region, call) => {
    const successful: JsonRecord[] = [];
    const failed: JsonRecord[] = [];
    for (const { ids, kind, each } of work)
      for (const id of asTexts(call.body[ids])) {
        const named = { arn: arnOf(region, kind, id), id };
        const result = await attempt(region, { ...call, params: { id } }, each);
        if (result instanceof Refusal)
          failed.push({ ...named, code: result.error.name, message: result.error.message });
        else successful.push({ ...named, state: asText(result["state"]) ?? "DELETING" });
      }
    return { failed, successful };
  };
}

async function attempt(region: Region, call: Call, each: Operation): Promise<JsonRecord | Refusal> {
  try {
    return await each(region, call);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
