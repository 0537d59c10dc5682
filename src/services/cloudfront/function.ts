import type { ResourceIds } from "../../core/state/resource-members.ts";
import type { Difference, Effects, Resource, PlanContext } from "../../core/engine/resource.ts";
import { nameTaken } from "./name-taken.ts";
import { functionName, stackComment } from "../../config/names.ts";
import { callOptionsFor } from "../aws/call-options.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { CloudFrontClient, EdgeFunction } from "./api.ts";
import { call } from "./call.ts";
import { edgeMasterCode } from "./edge-master.ts";
import { buildFunction, buildUpdateFunction } from "./function-request.ts";
import { DEFAULT_POLL_MS, removeOnceUnused } from "./removal.ts";

const KIND = "function";

/** The edge master. It takes part only once published, so creation and publication are two steps that are remembered. */
export function functionResource(
  connect: () => Promise<CloudFrontClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<EdgeFunction> {
  return {
    kind: KIND,
    dependsOn: [],
    wanted: ({ cdn }) => cdn.masterPlaylist === "edge",
    observe: async (context, recorded, signal) => {
      const client = await connect();
      const name = recorded?.ids["name"] ?? functionName(stackIdentity(context));
      const found = await client.getFunction({ signal }, name);
      if (found === undefined) return { is: "absent" };
      const isRecorded = recorded?.ids["name"] === found.name;
      if (!isRecorded && !carriesOurComment(context, found))
        return { is: "foreign", what: `function ${name} says "${found.comment}"` };
      return {
        is: "ours",
        found,
        ids: idsOf(found),
        status: found.liveCode === undefined ? "DEVELOPMENT" : "LIVE",
        ...(isRecorded ? {} : { unrecorded: true }),
      };
    },
    diff: functionDifferences,
    calls: (context, { action, found, differences }) => {
      const { Name } = buildFunction(context);
      const etag = found?.etag ?? "<etag>";
      const publish = call("PublishFunction", { Name, IfMatch: "<etag>" });
      if (action === "create") return [call("CreateFunction", buildFunction(context)), publish];
      if (action === "update" && differences.length > 0)
        return [call("UpdateFunction", buildUpdateFunction(context, etag)), publish];
      if (action === "delete")
        return [call("DeleteFunction", { Name: found?.name ?? Name, IfMatch: etag })];
      return [];
    },
    create: async (effects) => {
      const client = await connect();
      const callOptions = callOptionsFor(effects, KIND);
      const request = buildFunction(effects.context);
      const name = functionName(stackIdentity(effects.context));
      let found = await client.getFunction(callOptions, name);
      if (found === undefined) {
        await client.createFunction(callOptions, request);
        found = await client.getFunction(callOptions, name);
      }
      if (found === undefined || !carriesOurComment(effects.context, found))
        throw nameTaken("A CloudFront function", name, KIND);
      await effects.persist({ ids: idsOf(found), done: ["created"] });
      await bringLive(effects, client, found);
    },
    update: async (effects, found) => {
      const client = await connect();
      await effects.persist({ ids: idsOf(found), done: ["created"] });
      await bringLive(effects, client, found);
    },
    remove: async (effects, { name }) => {
      const client = await connect();
      await removeOnceUnused({
        effects,
        resource: KIND,
        pollMs,
        attempt: () => client.deleteFunction(callOptionsFor(effects, KIND), name),
      });
    },
  };
}

function functionDifferences(context: PlanContext, found: EdgeFunction): readonly Difference[] {
  const { FunctionConfig } = buildFunction(context);
  const difference = (path: string, from: unknown, to: unknown): readonly Difference[] =>
    from === to ? [] : [{ path, from, to, effect: "update" }];
  return [
    ...difference("FunctionConfig.Comment", found.comment, FunctionConfig?.Comment),
    ...difference("FunctionConfig.Runtime", found.runtime, FunctionConfig?.Runtime),
    ...(found.liveCode === undefined
      ? difference("Stage", "DEVELOPMENT", "LIVE")
      : difference("FunctionCode", found.liveCode, edgeMasterCode(context.spec))),
  ];
}

/** The draft first, then the live stage: what was done by an earlier run is not done again. */
async function bringLive(
  effects: Effects,
  client: CloudFrontClient,
  found: EdgeFunction,
): Promise<void> {
  const callOptions = callOptionsFor(effects, KIND);
  const { IfMatch: _etag, ...request } = buildUpdateFunction(effects.context, found.etag);
  const code = edgeMasterCode(effects.context.spec);
  const isDraftRight =
    found.comment === request.FunctionConfig?.Comment &&
    found.runtime === request.FunctionConfig.Runtime &&
    (await client.draftCode(callOptions, found.name)) === code;
  if (!isDraftRight) await client.updateFunction(callOptions, { ...request, Name: found.name });
  if (!isDraftRight || found.liveCode !== code)
    await client.publishFunction(callOptions, found.name);
  await effects.persist({ done: ["created", "published"] });
}

function carriesOurComment(context: PlanContext, { comment }: EdgeFunction): boolean {
  return comment === stackComment(stackIdentity(context));
}

function idsOf({ name, arn }: EdgeFunction): ResourceIds<"function"> {
  return { name, arn };
}
