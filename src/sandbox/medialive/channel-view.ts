import { asList, asRecord, at, type JsonRecord } from "../json.ts";
import { fillShape } from "./fill-shape.ts";
import type { Channel } from "./records.ts";
import { arnOf, type Region } from "./region.ts";
import { CHANNEL } from "./shapes/channel.ts";
import { tagsView } from "./tags.ts";

const HIDDEN = new Set(["requestId", "tags", "dryRun", "reserved"]);

/** A channel as DescribeChannel shows it: the service's defaults and empty lists filled in. */
export function channelView(region: Region, channel: Channel): JsonRecord {
  const pipelines = pipelinesOf(channel);
  const running = channel.state === "RUNNING" ? pipelines : 0;
  const sent = Object.fromEntries(
    Object.entries(channel.body).filter(([name]) => !HIDDEN.has(name)),
  );
  return {
    ...asRecord(fillShape(CHANNEL, sent)),
    arn: arnOf(region, "channel", channel.id),
    channelSecurityGroups: [],
    egressEndpoints: Array.from({ length: pipelines }, () => ({ sourceIp: "127.0.0.1" })),
    id: channel.id,
    maintenance: {
      maintenanceDay: "SUNDAY",
      maintenanceStartTime: "02:00",
      ...asRecord(channel.body["maintenance"]),
    },
    pipelineDetails: Array.from({ length: running }, (_, index) => ({
      activeInputAttachmentName:
        at(asList(channel.body["inputAttachments"])[0], "inputAttachmentName") ?? "",
      activeInputSwitchActionName: "Initial",
      activeMotionGraphicsActionName: "",
      activeMotionGraphicsUri: "",
      pipelineId: String(index),
    })),
    pipelinesRunningCount: running,
    state: channel.state,
    tags: tagsView(channel.tags),
  };
}

/** A channel as ListChannels shows it: without its encoder settings and pipelines. */
export function channelSummary(region: Region, channel: Channel): JsonRecord {
  const { encoderSettings: _, pipelineDetails: __, ...summary } = channelView(region, channel);
  return { ...summary, usedChannelEngineVersions: [] };
}

function pipelinesOf({ body }: Channel): number {
  return body["channelClass"] === "SINGLE_PIPELINE" ? 1 : 2;
}
