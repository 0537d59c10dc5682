import { observeAll, planTeardown, type Plan } from "../engine/plan.ts";
import type { Observed, PlanContext } from "../engine/resource.ts";
import { clearAutoStop } from "../auto-stop/auto-stop.ts";
import { autoStopContext, clearEnd } from "../auto-stop/stack-end.ts";
import { channelState } from "../channel/channel-runs.ts";
import { stopChannel } from "../channel/stop-channel.ts";
import type { Host } from "../host.ts";
import { applyToStack } from "../stack/apply-to-stack.ts";
import type { ResourceKind } from "../state/state.ts";
import { forgetStack } from "../state/stack-files.ts";
import type { Stack } from "../stack/stack.ts";
import { readPlaylists } from "../writers/read-playlists.ts";
import { deletesCache, spareSharedCache } from "./spare-shared-cache.ts";

/** A creation whose answer was lost may have left a second one: after the first round another look is taken, twice at most. */
const ROUNDS = 3;

const IN_DOUBT = "nobody can say who made it: kept, not deleted";

/** What a teardown would remove, and what was seen of it. */
type TeardownPlan = { readonly plan: Plan; readonly observed: Observed };

/**
 * What a teardown would remove: everything of ours, by state and by tag. A cache of which nobody knows who made it is kept
 * unless `deletesCache`.
 */
export async function makeTeardownPlan(
  host: Host,
  { stack, deletesCache = true }: { readonly stack: Stack; readonly deletesCache?: boolean },
): Promise<TeardownPlan> {
  const observed = await observeAll(stack.resources, stack.planContext(), host.signal);
  if (deletesCache || whyCacheInDoubt(stack.planContext()) === undefined)
    return { observed, plan: planTeardown(stack.resources, stack.planContext(), observed) };
  const plan = planTeardown(stack.resources, withForeignCache(stack.planContext()), observed);
  const steps = plan.steps.map((step) =>
    step.resource === "cache" ? { ...step, reasons: [IN_DOUBT] } : step,
  );
  return { observed, plan: { ...plan, steps } };
}

/**
 * Why nobody can say who made the stack's cache: its state was lost, or the answer to its creation. Undefined where it is known.
 */
export function whyCacheInDoubt({ resources: { cache } }: PlanContext): string | undefined {
  if (cache?.ownership !== "maybe-ours") return undefined;
  const lost = cache.done?.includes("found") === true ? "The state" : "The answer to its creation";
  return `${lost} was lost, so nobody can say whether live-origin made the cache ${cache.ids["name"] ?? ""}.`;
}

/**
 * Removes everything of the stack, then forgets it, and returns what was kept. `plan` is what a person has consented to;
 * without it all of ours goes. A cache is deleted only when nobody is seen writing to it and, unless it was named (`cacheIsNamed`),
 * what is in it is of the stack's own runs; `isAlone` where nobody else can write.
 * Throws what the steps failed with, and WRITERS_UNKNOWN; run again to finish.
 */
export async function teardownStack(
  host: Host,
  {
    stack,
    plan: first,
    isAlone = false,
    cacheIsNamed = false,
  }: {
    readonly stack: Stack;
    readonly plan?: Plan | undefined;
    readonly isAlone?: boolean;
    readonly cacheIsNamed?: boolean;
  },
): Promise<readonly ResourceKind[]> {
  const whole = first ?? (await makeTeardownPlan(host, { stack })).plan;
  // Once more: a yes to the plan may have taken a while.
  const state = isAlone ? undefined : await channelState(host, stack);
  // What our channel writes while it is on air: what stands still once it is idle was its own.
  const whileRunning = state === "RUNNING" ? [await readPlaylists(host, stack)] : [];
  await endBeforeRemoval(host, stack, { state, sparesCache: !isAlone && deletesCache(whole) });
  let plan: Awaited<ReturnType<typeof spareSharedCache>> = isAlone
    ? whole
    : await spareSharedCache(host, stack, { plan: whole, whileRunning, isNamed: cacheIsNamed });
  // What the first plan keeps (a cache that was there before) is no reason for another round.
  const kept = plan.steps.filter(({ action }) => action === "keep").map(({ resource }) => resource);
  for (let round = 1; ; round += 1) {
    await applyToStack(host, stack, plan);
    const left = (await makeTeardownPlan(host, { stack })).plan;
    const steps = left.steps.filter(({ resource }) => !kept.includes(resource));
    if (steps.length === 0 || round === ROUNDS) break;
    plan = { ...left, steps };
  }
  await forgetStack(stack.files);
  return kept;
}

/**
 * The role goes before the channel does, and a schedule without its role stops nothing: so a channel that has one is stopped
 * first, and then the schedule is removed. Before others are looked for in the cache it is stopped too.
 */
async function endBeforeRemoval(
  host: Host,
  stack: Stack,
  { state, sparesCache }: { readonly state: string | undefined; readonly sparesCache: boolean },
): Promise<void> {
  const { channel, schedulerRole } = stack.planContext().resources;
  if (channel?.ids["id"] === undefined) return;
  if (schedulerRole === undefined) {
    // No schedule was made from here: one that is there is somebody's, and refuses before anything is stopped.
    const clearedBefore = await clearEnd(host, stack);
    if (sparesCache) await stopChannel(host, { stack, seenState: state, clearedBefore });
    return;
  }
  const { schedule } = await stopChannel(host, { stack, seenState: state });
  if (schedule !== undefined) return;
  // A stop goes on where the schedule is left; a removal does not.
  const context = await autoStopContext(host, stack);
  if (context !== undefined) await clearAutoStop(context);
}

function withForeignCache(context: PlanContext): PlanContext {
  const { cache } = context.resources;
  if (cache === undefined) return context;
  return {
    ...context,
    resources: { ...context.resources, cache: { ...cache, ownership: "adopted" } },
  };
}
