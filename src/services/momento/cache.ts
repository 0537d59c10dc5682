import type { Effects, Observation, Resource } from "../../core/engine/resource.ts";
import type { ResourceState } from "../../core/state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { callOptionsFor, type CallOptions } from "../aws/call-options.ts";
import { cacheName, cacheInUse } from "./cache-name.ts";
import type { MomentoClient } from "./client.ts";
import { freeCacheName } from "./free-cache-name.ts";
import { createCacheCall, deleteCacheCall } from "./requests.ts";

type FoundCache = { readonly name: string };

/**
 * The cache that is the origin. It carries no tags, so the state alone tells whose it is: ours after a CreateCache that
 * succeeded, `maybe-ours` after a lost answer, `adopted` (used, never deleted) when it was there before.
 */
export function cacheResource(
  client: () => Promise<MomentoClient>,
  /** False where no key is at hand to ask with: what the state knows is then told as not looked at. */
  isAskable = true,
): Resource<FoundCache> {
  return {
    kind: "cache",
    dependsOn: [],
    wanted: () => true,
    observe: async (context, recorded, signal) => {
      const inUse = cacheInUse(recorded);
      const name = inUse ?? context.spec.origin.cache;
      if (!isAskable && inUse !== undefined) return unseen(recorded, name);
      if (!(await (await client()).cacheExists(name, { signal }))) return { is: "absent" };
      const found = { name };
      // Nobody has asked for it yet, so whoever made it, it was not this stack.
      return inUse === undefined || recorded?.ownership === "adopted"
        ? { is: "adoptable", found, ids: found }
        : { is: "ours", found, ids: found, status: "exists" };
    },
    diff: () => [],
    calls: (context, { action, found }) => {
      if (action === "create" || action === "replace") return [createCacheCall(cacheName(context))];
      return action === "delete" && found !== undefined ? [deleteCacheCall(found.name)] : [];
    },
    create: async (effects) => create(await client(), effects),
    update: () => Promise.resolve(),
    remove: async (effects, found) => {
      await (await client()).deleteCache(found.name, callOptionsFor(effects, "cache"));
    },
  };
}

/** What the state says of a cache that nobody could be asked about. */
function unseen(recorded: ResourceState | undefined, name: string): Observation<FoundCache> {
  const found = { name };
  return recorded?.ownership === "adopted"
    ? { is: "adoptable", found, ids: found }
    : { is: "ours", found, ids: found, status: "not looked at" };
}

async function create(momento: MomentoClient, effects: Effects): Promise<void> {
  const { context, recorded } = effects;
  const name = cacheName(context);
  // An earlier run asked for it and did not get to know the answer, unless it wrote that it did.
  const askedBefore = recorded?.done?.includes("asked") === true;
  const knownOurs = recorded?.done?.includes("made") === true;
  // A name that was drawn for a move to another cache is nobody else's, whatever became of the answer.
  const isDrawn = recorded?.ownership === "ours" && recorded.ids["name"] === name && !knownOurs;
  const ownership = isDrawn ? "ours" : "maybe-ours";
  if (!knownOurs) await effects.persist({ ids: { name }, ownership, done: ["asked"] });
  const outcome = await ask(momento, name, callOptionsFor(effects, "cache"));
  if (outcome === "exists" && !knownOurs && !askedBefore) {
    await effects.persist({ ownership: "adopted", done: [] });
    throw appeared(name, await freeCacheName(momento, name, effects.signal));
  }
  if (outcome === "created" || (isDrawn && !knownOurs))
    await effects.persist({ ownership: "ours", done: ["asked", "made"] });
  else if (!knownOurs) note(effects, name);
}

/** `exists-now` when an earlier attempt's answer was lost: then it may well be ours. */
async function ask(
  momento: MomentoClient,
  name: string,
  callOptions: CallOptions,
): Promise<"created" | "exists" | "exists-now"> {
  let retries = 0;
  const outcome = await momento.createCache(name, {
    ...callOptions,
    onRetry: (info) => {
      retries += 1;
      callOptions.onRetry?.(info);
    },
  });
  return outcome === "exists" && retries > 0 ? "exists-now" : outcome;
}

function note(effects: Effects, name: string): void {
  effects.emit({
    type: "note",
    level: "warning",
    code: "CACHE_MAYBE_OURS",
    message: `The answer to the creation of cache ${name} was lost. It exists now and is used; teardown keeps it unless its own name is given (--delete-cache ${name}).`,
  });
}

function appeared(name: string, free: string | undefined): LiveOriginError {
  return new LiveOriginError({
    code: "CACHE_APPEARED",
    message: `The cache ${name} was made by somebody else between the plan and its creation.`,
    hint: `Run the same command again with ${free === undefined ? "another --cache" : `--cache ${free} (that name is free)`}, or with --adopt-cache to use theirs all the same; it will never be deleted by live-origin.`,
    resource: "cache",
  });
}
