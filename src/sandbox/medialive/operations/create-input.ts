import { asText, asTexts, type JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import { endpointsOf } from "../endpoints.ts";
import { useGroups } from "../group-use.ts";
import { inputClassOf, isPush } from "../input-types.ts";
import { inputView } from "../input-view.ts";
import { announcePush } from "../push-input.ts";
import type { Input } from "../records.ts";
import { badRequest, quotaReached } from "../refusals.ts";
import { later, type Region } from "../region.ts";
import { checkInputBody, checkGroups } from "../rules/input.ts";
import { CREATE_INPUT } from "../shapes/input.ts";
import { withTags } from "../tags.ts";

/** CreateInput: CREATING, then DETACHED; its security groups are IN_USE from now on. */
export async function createInput(region: Region, { body }: Call): Promise<JsonRecord> {
  checkInputBody(CREATE_INPUT, body);
  const earlier = region.replays.find("CreateInput", body);
  if (earlier === "different")
    throw badRequest("This requestId was used for an input with other settings");
  const replayed = earlier === undefined ? undefined : region.inputs.get(earlier.id);
  if (replayed !== undefined) return { input: inputView(region, replayed) };
  const type = asText(body["type"]) ?? "";
  const inputClass = inputClassOf(body, region.isOwnPort);
  const securityGroups = isPush(type) ? asTexts(body["inputSecurityGroups"]) : [];
  checkGroups(region, securityGroups);
  const tags = withTags(new Map(), body["tags"]);
  checkQuota(region, type);
  const id = region.nextId();
  region.replays.remember("CreateInput", body, id);
  const input: Input = region.inputs.put({
    id,
    state: "CREATING",
    body,
    type,
    inputClass,
    endpoints: [],
    securityGroups,
    attachedChannels: [],
    tags,
  });
  useGroups(region, id, securityGroups);
  // The ports are looked for last, so that a second call at the same time finds the input and its quota taken.
  const endpoints = await endpointsOf(region, type, body);
  region.inputs.change(id, { endpoints });
  await announcePush(region, id);
  later(region, "input.creating", () => {
    if (region.inputs.get(id)?.state === "CREATING")
      region.inputs.change(id, { state: "DETACHED" });
  });
  return { input: inputView(region, { ...input, endpoints }) };
}

function checkQuota(region: Region, type: string): void {
  const push = isPush(type);
  const quota = push ? region.quotas.pushInputs : region.quotas.pullInputs;
  const there = region.inputs
    .all()
    .filter((one) => one.state !== "DELETED" && isPush(one.type) === push);
  if (there.length >= quota) throw quotaReached(push ? "push inputs" : "pull inputs", quota);
}
