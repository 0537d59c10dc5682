import { ownCommand } from "../../config/text/own-command.ts";
import type { ResourcePatch, ResourceStates } from "../state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";

/** A move to another cache, as it is written down before anything is done. */
export type CacheMove = {
  readonly from: string;
  readonly to: string;
  /** The whole entry of the cache from now on. */
  readonly recorded: ResourcePatch<"cache">;
  /** False for a cache that is not ours to delete: the leaked key then stays good for it. */
  readonly removesOld: boolean;
};

/** How the name of a cache that a stack moves to begins. */
export function movedCachePrefix(stackName: string, stackId: string): string {
  return `${stackName}-${stackId.slice(-2)}`;
}

/**
 * Moves the stack to a cache of another name. A v1 key cannot be revoked and is good for one cache by name: only deleting that
 * cache makes it worthless. `wanted` is the name to move to; a move that an interrupted run began goes on to the name which that run
 * chose. Throws NO_STACK without a cache.
 */
export function moveToNewCache(
  resources: ResourceStates,
  stackName: string,
  wanted: string,
): CacheMove {
  const cache = resources.cache;
  if (cache === undefined)
    throw new LiveOriginError({
      code: "NO_STACK",
      message: `The stack ${stackName} has no cache yet, so there is no key to replace.`,
      hint: `Make it first: ${ownCommand("create-origin")}.`,
      resource: "cache",
    });
  const from = cache.replaced?.["name"] ?? cache.ids["name"] ?? stackName;
  const isUnderWay = isMoveUnderWay(resources);
  const to = isUnderWay ? (cache.ids["name"] ?? stackName) : wanted;
  const removesOld = isUnderWay ? cache.replaced !== undefined : cache.ownership === "ours";
  return {
    from,
    to,
    removesOld,
    recorded: isUnderWay
      ? {}
      : {
          status: "creating",
          ownership: "ours",
          ids: { name: to },
          done: [],
          replaced: removesOld ? { name: from } : undefined,
        },
  };
}

/** Did a run that was interrupted begin to move? Then a key is still one for another cache, or the old cache is still there. */
export function isMoveUnderWay({ cache, encoderKey, playerKey }: ResourceStates): boolean {
  if (cache?.replaced !== undefined) return true;
  return [encoderKey, playerKey].some(
    (recorded) =>
      recorded?.ids["cache"] !== undefined && recorded.ids["cache"] !== cache?.ids["name"],
  );
}
