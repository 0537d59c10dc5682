import { observeAll, planStack, type Plan } from "../engine/plan.ts";
import type { ResourceKind } from "../state/state.ts";
import type { Host } from "../host.ts";
import { seenState } from "../channel/channel-runs.ts";
import type { ImportedKeys } from "../../services/momento/imported-keys.ts";
import { isMoveUnderWay, movedCachePrefix, moveToNewCache, type CacheMove } from "./move-cache.ts";
import { stackResources } from "../stack/stack-resources.ts";
import { planRotation, type Rotation } from "./rotation-plan.ts";
import type { Stack } from "../stack/stack.ts";
import { refuseWorkingForeignWrites } from "../stack/refuse-foreign-writes.ts";

/** A rotation that is decided on and not yet begun. */
export type PreparedRotation = {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly rotation: Rotation;
  readonly move: CacheMove | undefined;
  /** Was the channel on air when this was planned? */
  readonly isRunning: boolean;
};

type RotationRequest = {
  readonly stack: Stack;
  readonly imported: ImportedKeys;
  readonly withinMs: number | undefined;
  readonly newCache: boolean;
};

/** Where keys are used. Only what the stack has is looked at: a rotation makes nothing that was not there. */
const KINDS: readonly ResourceKind[] = [
  "encoderKey",
  "playerKey",
  "parameter",
  "channel",
  "distribution",
];

/** Decides which keys are replaced and plans what follows from it. Reads only. Throws NO_STACK, NOT_OURS, WRITTEN_ELSEWHERE. */
export async function prepareRotation(
  host: Host,
  { stack: known, imported, withinMs, newCache }: RotationRequest,
): Promise<PreparedRotation> {
  const now = (): number => host.clock.now();
  const before = known.planContext().resources;
  // To the millisecond: a run after one that was killed at its end moves again, and not to where it is.
  const wanted =
    movedCachePrefix(known.spec.name, known.planContext().stackId) + now().toString(36);
  const moves = newCache || isMoveUnderWay(before);
  const move = moves ? moveToNewCache(before, known.spec.name, wanted) : undefined;
  const rotation =
    move === undefined
      ? planRotation(before, known.secrets, { imported, withinMs, now: now() })
      : { renew: [], unfinished: [] };
  const resources = stackResources(known.clients, known.secrets, {
    imported,
    renew: rotation.renew,
    now,
  });
  const stack: Stack = { ...known, imported, resources, planContext: () => moved(known, move) };
  const { resources: states } = stack.planContext();
  const kinds = [...(move === undefined ? [] : ["cache" as const]), ...KINDS];
  const used = resources.filter(({ kind }) => kinds.includes(kind) && states[kind] !== undefined);
  const observed = await observeAll(used, stack.planContext(), host.signal);
  await refuseWorkingForeignWrites(host, known, observed);
  const plan = planStack(used, stack.planContext(), observed);
  const refusal = plan.refusals[0];
  if (refusal !== undefined) throw refusal;
  const isRunning = states.channel !== undefined && seenState(observed) === "RUNNING";
  return { stack, plan, rotation, move, isRunning };
}

/** The context as it will be once the move is written down. */
function moved(known: Stack, move: CacheMove | undefined): ReturnType<Stack["planContext"]> {
  const context = known.planContext();
  const { cache } = context.resources;
  if (move === undefined || cache === undefined || cache.ids["name"] === move.to) return context;
  const ids = { ...cache.ids, ...move.recorded.ids };
  return {
    ...context,
    resources: { ...context.resources, cache: { ...cache, ...move.recorded, ids } },
  };
}
