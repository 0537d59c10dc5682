import { asList, asText, at, type JsonRecord } from "../json.ts";
import { isPull } from "./input-types.ts";
import type { Input } from "./records.ts";
import { arnOf, type Region } from "./region.ts";
import { tagsView } from "./tags.ts";

/** An input as DescribeInput shows it. */
export function inputView(region: Region, input: Input): JsonRecord {
  const { body, type } = input;
  const role = asText(body["roleArn"]);
  return {
    arn: arnOf(region, "input", input.id),
    attachedChannels: input.attachedChannels,
    destinations: input.endpoints.map(({ ip, port, url }) => ({ ip, port: String(port), url })),
    id: input.id,
    inputClass: input.inputClass,
    inputDevices: [],
    inputNetworkLocation: "AWS",
    inputPartnerIds: [],
    inputSourceType: "STATIC",
    mediaConnectFlows: [],
    name: body["name"],
    ...(role === undefined ? {} : { roleArn: role }),
    securityGroups: input.securityGroups,
    sources: isPull(type) ? asList(body["sources"]) : [],
    ...(type === "SRT_CALLER"
      ? { srtSettings: { srtCallerSources: asList(at(body, "srtSettings", "srtCallerSources")) } }
      : {}),
    state: input.state,
    tags: tagsView(input.tags),
    type,
  };
}
