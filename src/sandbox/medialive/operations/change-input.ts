import { asTexts, type JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import { rtmpEndpoints } from "../endpoints.ts";
import { liveInput } from "../find.ts";
import { releaseGroups, useGroups } from "../group-use.ts";
import { inputClassOf, isPush } from "../input-types.ts";
import { inputView } from "../input-view.ts";
import { announcePush } from "../push-input.ts";
import { badRequest, conflict } from "../refusals.ts";
import { later, type Region } from "../region.ts";
import { checkGroups, checkInputBody } from "../rules/input.ts";
import { CREATE_INPUT } from "../shapes/input.ts";

const BUSY = new Set(["CREATING", "STARTING", "RUNNING", "RECOVERING", "STOPPING", "UPDATING"]);

/** UpdateInput: members that are left out stay; type and class are for life. Not while a channel that runs has it. */
export async function updateInput(region: Region, call: Call): Promise<JsonRecord> {
  const input = liveInput(region, call);
  checkInputBody(CREATE_INPUT, call.body);
  const busy = input.attachedChannels.find((id) =>
    BUSY.has(region.channels.get(id)?.state ?? "DELETED"),
  );
  if (busy !== undefined) throw conflict(`Input ${input.id} is in use by channel ${busy}`);
  if (input.state === "DELETING") throw conflict(`Input ${input.id} is being deleted`);
  const sent = Object.entries(call.body).filter(
    ([name]) => !["type", "tags", "requestId"].includes(name),
  );
  const body = { ...input.body, ...Object.fromEntries(sent) };
  if (inputClassOf(body, region.isOwnPort) !== input.inputClass)
    throw badRequest("The number of sources or destinations of an input cannot change");
  const securityGroups = isPush(input.type) ? asTexts(body["inputSecurityGroups"]) : [];
  checkGroups(region, securityGroups);
  const port = input.endpoints[0]?.port ?? 0;
  const changed = region.inputs.change(input.id, {
    body,
    securityGroups,
    endpoints: input.type === "RTMP_PUSH" ? rtmpEndpoints(port, body) : input.endpoints,
  });
  useGroups(region, input.id, securityGroups);
  releaseGroups(
    region,
    input.id,
    input.securityGroups.filter((id) => !securityGroups.includes(id)),
  );
  await announcePush(region, input.id);
  return { input: inputView(region, changed ?? input) };
}

/** DeleteInput: DELETING, then DELETED, and then its security groups are released. Only while DETACHED. */
export function deleteInput(region: Region, call: Call): JsonRecord {
  const input = liveInput(region, call);
  if (input.state !== "DETACHED")
    throw conflict(
      input.state === "ATTACHED"
        ? `Input ${input.id} is attached to channel ${input.attachedChannels.join(", ")} and cannot be deleted`
        : `Cannot delete input ${input.id} in state ${input.state}`,
    );
  region.inputs.change(input.id, { state: "DELETING" });
  later(region, "input.deleting", () => {
    region.inputs.change(input.id, { state: "DELETED" });
    void announcePush(region, input.id);
    releaseGroups(region, input.id, input.securityGroups);
  });
  return {};
}
