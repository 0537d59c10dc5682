import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import type { Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import type { Host } from "../host.ts";
import { applyToStack } from "../stack/apply-to-stack.ts";
import { KINDS_OF } from "../stack/stack-resources.ts";
import type { Stack } from "../stack/stack.ts";
import type { ResourceKind } from "../state/state.ts";
import { releaseClaim } from "../writers/claim-cache.ts";
import { firstLook, lookForWriters } from "../writers/look-for-writers.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import { rememberOwnLists, strangeLists } from "../channel/own-lists.ts";

const ORIGIN: readonly ResourceKind[] = KINDS_OF.origin;

const KEEPS_STRANGE = "a list in it is of no show of this stack: forgotten, not deleted";

/**
 * Before a cache is deleted, our own channel stopped: removes all that is not the origin, which takes minutes, and looks in
 * the meantime whether anybody else writes. Returns what is left to be done: the origin, or its keys alone where somebody
 * does, or where a list stands there that is of no run of this stack (unless `isNamed`: the cache was meant by its own
 * name). `whileRunning`: what was read before the channel was stopped. Throws WRITERS_UNKNOWN where nobody can say, and what
 * the steps failed with.
 */
export async function spareSharedCache(
  host: Host,
  stack: Stack,
  {
    plan,
    whileRunning,
    isNamed,
  }: {
    readonly plan: Plan;
    readonly whileRunning: readonly PlaylistsSeen[];
    readonly isNamed: boolean;
  },
): Promise<Plan & { readonly before?: readonly Step[] }> {
  if (!deletesCache(plan)) return plan;
  const { channel } = stack.planContext().resources;
  if (channel?.ids["id"] === undefined) await releaseClaim(host, stack);
  // A channel that only its tags know is stopped with its removal: before that, what it writes would look like somebody's.
  const isIdle =
    channel !== undefined || !plan.steps.some(({ resource }) => resource === "channel");
  const first = isIdle ? await firstLook(host, stack) : undefined;
  if (first !== undefined) await rememberOwnLists(stack, first.seen, whileRunning);
  const { done } = await applyToStack(host, stack, part(plan, false));
  const verdict = await lookForWriters(host, stack, first);
  const left = { ...part(plan, true), before: done };
  const cache = cacheName(stack.planContext());
  if (verdict.is === "nobody") {
    const strange = isNamed ? undefined : strangeLists(stack, verdict.seen);
    const isAgreed =
      strange === undefined ||
      (await host.decide({ about: "cache-in-doubt", cache, why: strange }));
    return isAgreed ? left : keeping(left, KEEPS_STRANGE);
  }
  const why = serviceWords(
    `${verdict.playlist}: ${verdict.is === "unknown" ? verdict.why : verdict.how}`,
  );
  if (verdict.is === "unknown")
    throw new LiveOriginError({
      code: "WRITERS_UNKNOWN",
      message: `The cache ${cache} is not deleted: whether somebody else writes to it is not known (${why}). Everything but the cache and its keys is removed.`,
      hint: `Run again: ${host.commandLine}. Where the origin refuses the keys, make new ones first: ${host.commandFor("create-origin", stack.spec.name)}`,
      resource: "cache",
      exitCode: EXIT.partial,
    });
  const reason = `somebody else writes to it (${why}): forgotten, not deleted`;
  host.emit({
    type: "note",
    level: "warning",
    code: "ANOTHER_WRITER",
    message: `The cache ${cache} is kept: ${reason}.`,
  });
  return keeping(left, reason);
}

/** Does a plan delete a cache that is there? */
export function deletesCache({ steps }: Plan): boolean {
  return steps.some(
    ({ resource, action, found }) =>
      resource === "cache" && action === "delete" && found !== undefined,
  );
}

function keeping<Left extends Plan>(left: Left, reason: string): Left {
  const steps = left.steps.map((step) =>
    step.resource === "cache" ? { ...step, action: "keep" as const, reasons: [reason] } : step,
  );
  return { ...left, steps };
}

function part(plan: Plan, isOrigin: boolean): Plan {
  return {
    ...plan,
    steps: plan.steps.filter(({ resource }) => ORIGIN.includes(resource) === isOrigin),
  };
}
