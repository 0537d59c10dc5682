import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { cacheName, cacheInUse } from "../../services/momento/cache-name.ts";
import { freeCacheName } from "../../services/momento/free-cache-name.ts";
import type { Plan } from "../engine/plan.ts";
import type { Host } from "../host.ts";
import { movedCachePrefix } from "../keys/move-cache.ts";
import type { Stack } from "../stack/stack.ts";
import { anotherWriter, warnUnknown } from "../writers/another-writer.ts";
import { lookForWriters } from "../writers/look-for-writers.ts";

/**
 * Gets the yes to a cache that was there before: whoever made it may have a show in it, and two shows in one cache overwrite
 * each other. Then looks whether somebody writes there now. Throws DECLINED on a no, with a cache name that is free, and
 * ANOTHER_WRITER.
 */
export async function consentToAdopt(host: Host, stack: Stack, plan: Plan): Promise<void> {
  if (!adopts(plan)) return;
  const name = cacheName(stack.planContext());
  const otherwise = await otherWay(host, stack);
  if (await host.decide({ about: "adopt-cache", cache: name, otherwise })) {
    const verdict = await lookForWriters(host, stack);
    if (verdict.is === "unknown") warnUnknown(host, stack, verdict);
    if (verdict.is !== "somebody") return;
    const consequence = "Nothing was created or changed.";
    throw anotherWriter(stack, verdict, { consequence, otherwise });
  }
  throw new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was created or changed.",
    hint: otherwise,
    resource: "cache",
    exitCode: EXIT.failed,
  });
}

/** Says in a preview that the run itself would want that yes, and what else could be done. */
export async function previewAdoption(host: Host, stack: Stack, plan: Plan): Promise<void> {
  if (!adopts(plan)) return;
  const cache = cacheName(stack.planContext());
  host.emit({ type: "adoption.ahead", cache, otherwise: await otherWay(host, stack) });
}

/** Refuses a Spec that names another cache than the stack has: what is in use is not changed by a setting. Throws CACHE_FIXED. */
export function requireSameCache(
  host: Pick<Host, "commandFor">,
  { spec, planContext }: Stack,
): void {
  const { resources, stackId } = planContext();
  const inUse = cacheInUse(resources.cache);
  const { cache } = spec.origin;
  const isMoved = inUse?.startsWith(movedCachePrefix(spec.name, stackId)) === true;
  if (inUse === undefined || inUse === cache || cache === spec.name || isMoved) return;
  throw new LiveOriginError({
    code: "CACHE_FIXED",
    message: `The stack ${spec.name} has the cache ${inUse}, so it cannot be given the cache ${cache}.`,
    hint: `Leave --cache (LIVE_ORIGIN_CACHE, origin.cache) as it was, move to a cache of another name with: ${host.commandFor("rotate-keys --new-cache", spec.name)}, or make a second stack with another --name.`,
    resource: "origin.cache",
    exitCode: EXIT.usage,
  });
}

function adopts({ steps }: Plan): boolean {
  return steps.some(({ resource, action }) => resource === "cache" && action === "adopt");
}

/** The look costs one read a name, and the name it gives is free. */
async function otherWay(host: Host, { clients, imported, planContext }: Stack): Promise<string> {
  // Keys that were brought along are for this cache alone.
  if (imported.encoderKey !== undefined || imported.playerKey !== undefined)
    return "Or use a cache of its own, with keys that were made for it: --cache NAME --encoder-key-file FILE --player-key-file FILE";
  const momento = await clients.momento();
  const free = await freeCacheName(momento, cacheName(planContext()), host.signal);
  if (free === undefined) return "Or use a cache of its own: --cache NAME";
  return `Or use a cache of its own, whose name is free: ${host.commandLine} --cache ${free}`;
}
