import { differences } from "../../core/engine/difference.ts";
import type { Observation, Resource, PlanContext } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { nameTaken } from "./name-taken.ts";
import { cachePolicyName, stackComment } from "../../config/names.ts";
import { answered } from "../aws/answered.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import { stackIdentity } from "../stack-identity.ts";
import type { CachePolicy, CloudFrontClient } from "./api.ts";
import { buildCachePolicy } from "./cache-policy-request.ts";
import { call } from "./call.ts";
import { DEFAULT_POLL_MS, removeOnceUnused } from "./removal.ts";

const KIND = "cachePolicy";

type Found = Pick<CachePolicy, "id" | "config">;

/** Our own short TTL for variant playlists; found by its name, which carries our stack's id, and its comment. */
export function cachePolicyResource(
  connect: () => Promise<CloudFrontClient>,
  { pollMs = DEFAULT_POLL_MS }: { readonly pollMs?: number } = {},
): Resource<Found> {
  const find = async (
    callOptions: CallOptions,
    context: PlanContext,
    recorded: ResourceState | undefined,
  ): Promise<Observation<Found>> => {
    const name = cachePolicyName(stackIdentity(context));
    const client = await connect();
    const id = recorded?.ids["id"];
    const byId = id === undefined ? undefined : await client.getCachePolicy(callOptions, id);
    const found =
      byId ??
      (await client.listCachePolicies(callOptions)).find(({ config }) => config.Name === name);
    if (found === undefined) return { is: "absent" };
    if (byId === undefined && found.config.Comment !== stackComment(stackIdentity(context)))
      return { is: "foreign", what: `cache policy ${name} says "${found.config.Comment ?? ""}"` };
    return {
      is: "ours",
      found,
      ids: { id: found.id },
      status: "created",
      ...(byId === undefined ? { unrecorded: true } : {}),
    };
  };
  return {
    kind: KIND,
    dependsOn: [],
    wanted: ({ cdn }) => cdn.playlistCacheSeconds > 0,
    observe: (context, recorded, signal) => find({ signal }, context, recorded),
    diff: (context, { config }) => differences(buildCachePolicy(context).CachePolicyConfig, config),
    calls: (context, { action, found }) => {
      if (action === "create") return [call("CreateCachePolicy", buildCachePolicy(context))];
      const which = { Id: found?.id, IfMatch: "<etag>" };
      if (action === "update")
        return [call("UpdateCachePolicy", { ...which, ...buildCachePolicy(context) })];
      return action === "delete" ? [call("DeleteCachePolicy", which)] : [];
    },
    create: async (effects) => {
      const client = await connect();
      const callOptions = callOptionsFor(effects, KIND);
      const { context, recorded } = effects;
      const before = await find({ ...callOptions, readBefore: true }, context, recorded);
      if (before.is === "absent") {
        const made = await client.createCachePolicy(callOptions, buildCachePolicy(context));
        if (made !== "exists") {
          await effects.persist({ ids: { id: made.id } });
          return;
        }
      }
      const after = before.is === "absent" ? await find(callOptions, context, recorded) : before;
      if (after.is !== "ours")
        throw nameTaken("A cache policy", cachePolicyName(stackIdentity(context)), KIND);
      await effects.persist({ ids: after.ids });
      const wanted = answered(buildCachePolicy(context).CachePolicyConfig, "a policy");
      if (differences(wanted, after.found.config).length > 0)
        await client.updateCachePolicy(callOptions, after.found.id, wanted);
    },
    update: async (effects, { id }, found) => {
      const client = await connect();
      const wanted = answered(buildCachePolicy(effects.context).CachePolicyConfig, "a policy");
      if (found.length > 0)
        await client.updateCachePolicy(callOptionsFor(effects, KIND), id, wanted);
      await effects.persist({ ids: { id } });
    },
    remove: async (effects, { id }) => {
      const client = await connect();
      await removeOnceUnused({
        effects,
        resource: KIND,
        pollMs,
        attempt: () => client.deleteCachePolicy(callOptionsFor(effects, KIND), id),
      });
    },
  };
}
