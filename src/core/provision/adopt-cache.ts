import type { Plan } from "../engine/plan.ts";
import { cacheName, settledCache } from "../../services/momento/cache-name.ts";
import { freeCacheName } from "../../services/momento/free-cache-name.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { confirm } from "../../terminal/ask.ts";
import { ASKED } from "../../gather/wizard/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { inputNeeded } from "../../cli/input-needed.ts";
import { isInteractive } from "../../cli/interactive.ts";
import { nextCommand } from "../../cli/next-command.ts";
import { movedCachePrefix } from "../keys/move-cache.ts";
import type { Stack } from "../stack/open-stack.ts";

const FLAG = "--adopt-cache";

/**
 * Gets the yes to a cache that was there before: whoever made it may have a show in it, and two shows in one cache overwrite
 * each other. `--yes` does not give it. Throws INPUT_NEEDED (exit 4) without a terminal, DECLINED on a no; both name a cache
 * name that is free.
 */
export async function consentToAdopt(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
): Promise<void> {
  const { flags, context, output } = invocation;
  if (!adopts(plan) || flags["adoptCache"] === true) return;
  const name = cacheName(stack.scope());
  const why = `${THERE(name)}; ${SHARED}`;
  const otherwise = await otherWay(invocation, stack);
  if (!isInteractive(invocation)) {
    const yes = { flag: "--yes", what: "the yes to the plan" };
    throw inputNeeded(
      [
        { flag: FLAG, what: `the yes to using it: ${why}` },
        ...(flags["yes"] === true ? [] : [yes]),
      ],
      otherwise,
    );
  }
  output.warn(`${why}.`);
  if (await confirm(context, { message: ASKED.adoptCache(name), yes: false })) return;
  throw new LiveOriginError({
    code: "DECLINED",
    message: "Nothing was created or changed.",
    hint: otherwise,
    resource: "cache",
    exitCode: EXIT.failed,
  });
}

/** Says in a dry run that the run itself would want that yes, and what else could be done. */
export async function foretellAdoption(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
): Promise<void> {
  if (!adopts(plan) || invocation.flags["adoptCache"] === true) return;
  const name = cacheName(stack.scope());
  invocation.output.warn(
    `${THERE(name)}; ${SHARED}. The run will want ${FLAG} for that. ${await otherWay(invocation, stack)}`,
  );
}

/** Refuses a Spec that names another cache than the stack has: what is in use is not changed by a setting. Throws CACHE_FIXED. */
export function requireSameCache({ flags }: Invocation, { spec, scope }: Stack): void {
  const { rows, stackId } = scope();
  const inUse = settledCache(rows.cache);
  const { cache } = spec.origin;
  const isMoved = inUse?.startsWith(movedCachePrefix(spec.name, stackId)) === true;
  if (inUse === undefined || inUse === cache || cache === spec.name || isMoved) return;
  throw new LiveOriginError({
    code: "CACHE_FIXED",
    message: `The stack ${spec.name} has the cache ${inUse}, so it cannot be given the cache ${cache}.`,
    hint: `Leave --cache (LIVE_ORIGIN_CACHE, origin.cache) as it was, move to a cache of another name with: ${nextCommand("rotate-keys --new-cache", spec.name, flags)}, or make a second stack with another --name.`,
    resource: "origin.cache",
    exitCode: EXIT.usage,
  });
}

function adopts({ steps }: Plan): boolean {
  return steps.some(({ resource, action }) => resource === "cache" && action === "adopt");
}

const THERE = (name: string): string => `the cache ${name} was there before this stack`;
const SHARED =
  "whoever else writes to it and this stack would overwrite each other's show, and it is never deleted by live-origin";

/** The look costs one read a name, and the name it gives is free. */
async function otherWay({ context }: Invocation, { clouds, scope }: Stack): Promise<string> {
  const momento = await clouds.momento();
  const free = await freeCacheName(momento, cacheName(scope()), context.signal);
  if (free === undefined) return "Or use a cache of its own: --cache NAME";
  return `Or use a cache of its own, whose name is free: ${context.commandLine} --cache ${free}`;
}
