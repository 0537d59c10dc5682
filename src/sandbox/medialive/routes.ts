import type { Operation } from "./call.ts";
import { batchDelete, batchStart, batchStop } from "./operations/batch.ts";
import { deleteInput, updateInput } from "./operations/change-input.ts";
import { createChannel } from "./operations/create-channel.ts";
import { createInput } from "./operations/create-input.ts";
import { deleteChannel } from "./operations/delete-channel.ts";
import * as channels from "./operations/read-channel.ts";
import { describeInput, listInputs } from "./operations/read-input.ts";
import * as groups from "./operations/security-groups.ts";
import { startChannel } from "./operations/start-channel.ts";
import { restartChannelPipelines, stopChannel } from "./operations/stop-channel.ts";
import { createTags, deleteTags, listTagsForResource } from "./operations/tagging.ts";
import { updateChannel } from "./operations/update-channel.ts";

/** Where an operation is found, what it does and what it answers with (MediaLive API model). */
export type RouteEntry = {
  readonly operation: string;
  readonly method: string;
  /** `{id}` and `{arn}` stand for one segment each. */
  readonly path: string;
  readonly status: number;
  /** Of the resource in an IAM policy: `channel/{id}`; undefined where IAM knows only `*`. */
  readonly kind?: string | undefined;
  readonly run: Operation;
};

const CHANNEL = "/prod/channels/{id}";
const GROUPS = "/prod/inputSecurityGroups";
const GROUP = `${GROUPS}/{id}`;
const TAGS = "/prod/tags/{arn}";

function entry(line: string, run: Operation, kind?: string): RouteEntry {
  const [operation = "", method = "", path = "", status = "200"] = line.split(" ");
  return { operation, method, path, status: Number(status), kind, run };
}

/** All emulated operations. */
export const ROUTES: readonly RouteEntry[] = [
  entry("CreateChannel POST /prod/channels 201", createChannel, "channel"),
  entry("ListChannels GET /prod/channels", channels.listChannels),
  entry(`DescribeChannel GET ${CHANNEL}`, channels.describeChannel, "channel"),
  entry(`UpdateChannel PUT ${CHANNEL}`, updateChannel, "channel"),
  entry(`DeleteChannel DELETE ${CHANNEL}`, deleteChannel, "channel"),
  entry(`StartChannel POST ${CHANNEL}/start`, startChannel, "channel"),
  entry(`StopChannel POST ${CHANNEL}/stop`, stopChannel, "channel"),
  entry(`ListAlerts GET ${CHANNEL}/alerts`, channels.listAlerts, "channel"),
  entry(
    `RestartChannelPipelines POST ${CHANNEL}/restartChannelPipelines`,
    restartChannelPipelines,
    "channel",
  ),
  entry("CreateInput POST /prod/inputs 201", createInput, "input"),
  entry("ListInputs GET /prod/inputs", listInputs),
  entry("DescribeInput GET /prod/inputs/{id}", describeInput, "input"),
  entry("UpdateInput PUT /prod/inputs/{id}", updateInput, "input"),
  entry("DeleteInput DELETE /prod/inputs/{id}", deleteInput, "input"),
  entry(
    `CreateInputSecurityGroup POST ${GROUPS}`,
    groups.createInputSecurityGroup,
    "inputSecurityGroup",
  ),
  entry(`ListInputSecurityGroups GET ${GROUPS}`, groups.listInputSecurityGroups),
  entry(
    `DescribeInputSecurityGroup GET ${GROUP}`,
    groups.describeInputSecurityGroup,
    "inputSecurityGroup",
  ),
  entry(
    `UpdateInputSecurityGroup PUT ${GROUP}`,
    groups.updateInputSecurityGroup,
    "inputSecurityGroup",
  ),
  entry(
    `DeleteInputSecurityGroup DELETE ${GROUP}`,
    groups.deleteInputSecurityGroup,
    "inputSecurityGroup",
  ),
  entry(`CreateTags POST ${TAGS} 204`, createTags),
  entry(`ListTagsForResource GET ${TAGS}`, listTagsForResource),
  entry(`DeleteTags DELETE ${TAGS} 204`, deleteTags),
  entry("BatchStart POST /prod/batch/start", batchStart),
  entry("BatchStop POST /prod/batch/stop", batchStop),
  entry("BatchDelete POST /prod/batch/delete", batchDelete),
];

/** The operation that a method and a raw path mean, with the path's labels decoded; undefined for any other. */
export function findRoute(
  method: string,
  path: string,
): { readonly route: RouteEntry; readonly params: Readonly<Record<string, string>> } | undefined {
  const asked = path.replace(/\/$/, "").split("/");
  for (const route of ROUTES) {
    const pattern = route.path.split("/");
    if (route.method !== method || pattern.length !== asked.length) continue;
    const params: Record<string, string> = {};
    const fits = pattern.every((part, index) => {
      const segment = asked[index] ?? "";
      const label = /^\{(\w+)\}$/.exec(part)?.[1];
      if (label === undefined) return part === segment;
      params[label] = decoded(segment);
      return segment !== "";
    });
    if (fits) return { route, params };
  }
  return undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
