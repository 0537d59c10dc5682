import type { JsonRecord } from "../json.ts";
import type { Group } from "./records.ts";
import { arnOf, type Region } from "./region.ts";
import { tagsView } from "./tags.ts";

/** An input security group as DescribeInputSecurityGroup shows it. */
export function groupView(region: Region, group: Group): JsonRecord {
  return {
    arn: arnOf(region, "inputSecurityGroup", group.id),
    channels: [],
    id: group.id,
    inputs: group.inputs,
    state: group.state,
    tags: tagsView(group.tags),
    whitelistRules: group.cidrs.map((cidr) => ({ cidr })),
  };
}
