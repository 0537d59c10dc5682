import { asList, asText, at, type JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import { anyGroup, liveGroup } from "../find.ts";
import { groupView } from "../group-view.ts";
import { page } from "../paging.ts";
import { MAX_WHITELIST_RULES } from "../quotas.ts";
import { badRequest, conflict, quotaReached } from "../refusals.ts";
import { later, type Region } from "../region.ts";
import { checkInputBody } from "../rules/input.ts";
import { INPUT_SECURITY_GROUP } from "../shapes/input.ts";
import { withTags } from "../tags.ts";

/** CreateInputSecurityGroup. It has no RequestId: a repeated call makes a second group. */
export function createInputSecurityGroup(region: Region, { body }: Call): JsonRecord {
  checkInputBody(INPUT_SECURITY_GROUP, body);
  const cidrs = cidrsIn(body);
  const tags = withTags(new Map(), body["tags"]);
  const quota = region.quotas.inputSecurityGroups;
  if (region.groups.all().filter(({ state }) => state !== "DELETED").length >= quota)
    throw quotaReached("input security groups", quota);
  const group = region.groups.put({
    id: region.nextId(),
    state: "IDLE",
    cidrs,
    inputs: [],
    tags,
  });
  return { securityGroup: groupView(region, group) };
}

/** UpdateInputSecurityGroup: allowed while inputs use it and channels run (MediaLive user guide). */
export function updateInputSecurityGroup(region: Region, call: Call): JsonRecord {
  const group = liveGroup(region, call);
  checkInputBody(INPUT_SECURITY_GROUP, call.body);
  if (group.state === "UPDATING")
    throw conflict(`Input security group ${group.id} is being updated`);
  const cidrs = call.body["whitelistRules"] === undefined ? group.cidrs : cidrsIn(call.body);
  const tags = withTags(group.tags, call.body["tags"]);
  const updating = { ...group, cidrs, tags, state: "UPDATING" as const };
  region.groups.put(updating);
  later(region, "input-security-group.updating", () => {
    const inputs = region.groups.get(group.id)?.inputs ?? [];
    region.groups.change(group.id, { state: inputs.length === 0 ? "IDLE" : "IN_USE" });
  });
  return { securityGroup: groupView(region, updating) };
}

/** DeleteInputSecurityGroup: only while no input uses it. In use is a 400, because the model knows no 409 here. */
export function deleteInputSecurityGroup(region: Region, call: Call): JsonRecord {
  const group = liveGroup(region, call);
  if (group.state !== "IDLE")
    throw badRequest(
      `Input security group ${group.id} is still being used by inputs (state ${group.state}): ${group.inputs.join(", ")}`,
    );
  region.groups.change(group.id, { state: "DELETED" });
  return {};
}

/** DescribeInputSecurityGroup, deleted ones included. */
export function describeInputSecurityGroup(region: Region, call: Call): JsonRecord {
  return groupView(region, anyGroup(region, call));
}

/** ListInputSecurityGroups. That those in state DELETED are left out is inferred. */
export function listInputSecurityGroups(region: Region, { query }: Call): JsonRecord {
  const { items, rest } = page(
    region.groups.all().filter(({ state }) => state !== "DELETED"),
    query,
  );
  return { inputSecurityGroups: items.map((one) => groupView(region, one)), ...rest };
}

function cidrsIn(body: JsonRecord): readonly string[] {
  const cidrs = asList(body["whitelistRules"]).map((one) => asText(at(one, "cidr")) ?? "");
  if (cidrs.length === 0) throw badRequest("Must specify at least one whitelist");
  if (cidrs.length > MAX_WHITELIST_RULES)
    throw badRequest(
      `An input security group can have at most ${MAX_WHITELIST_RULES} whitelist rules (got ${cidrs.length})`,
    );
  const odd = cidrs.find((cidr) => !isCidr(cidr));
  if (odd !== undefined)
    throw badRequest(`Invalid CIDR (${odd}): an IPv4 block such as 203.0.113.0/24`);
  return cidrs;
}

function isCidr(text: string): boolean {
  const [address = "", mask = "", ...more] = text.split("/");
  const parts = address.split(".");
  return (
    more.length === 0 &&
    parts.length === 4 &&
    parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255) &&
    /^\d{1,2}$/.test(mask) &&
    Number(mask) <= 32
  );
}
