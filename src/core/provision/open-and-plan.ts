import { LiveOriginError } from "../../config/failure.ts";
import type { Spec } from "../../config/spec.ts";
import { type GivenKeys, importKeys } from "../../services/momento/imported-keys.ts";
import { nothingObserved, observeAll, planStack, type Plan } from "../engine/plan.ts";
import type { Observed, Resource } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { type Access, offlineTarget, openTarget } from "../stack/connect-target.ts";
import { KINDS_OF } from "../stack/stack-resources.ts";
import { openStack } from "../stack/open-stack.ts";
import {
  refuseForeignWritesAnywhere,
  refuseWorkingForeignWrites,
} from "../stack/refuse-foreign-writes.ts";
import type { OpenOptions, Stack } from "../stack/stack.ts";
import type { Prices } from "../../config/price-item.ts";
import type { PriceReport } from "../../config/price.ts";
import { priceStack } from "../price/price-stack.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";
import type { ResourceKind } from "../state/state.ts";
import { requireSameCache } from "./adopt-cache.ts";
import { requireSameRegion } from "./same-region.ts";

/** What is to be made, for whom and with which keys. */
export type ProvisionRequest = Pick<
  OpenOptions,
  "memory" | "waitsForLock" | "rebuildState" | "endsBySchedule"
> & {
  readonly spec: Spec;
  /** Which resources this run is about. */
  readonly kinds: readonly ResourceKind[];
  readonly access: Access;
  /** Keys that the user brings instead of having them made. */
  readonly givenKeys: GivenKeys;
  /** Of `--prices`. */
  readonly prices?: Prices | undefined;
  /** How long the event is to last, where it is known. */
  readonly eventSeconds?: number | undefined;
  /** Ask no cloud: for a preview only. */
  readonly isOffline?: boolean | undefined;
};

/** An open stack with what would be done to it. */
export type PlannedStack = {
  readonly stack: Stack;
  readonly plan: Plan;
  readonly observed: Observed;
  /** Undefined for a part that has no channel. */
  readonly price: PriceReport | undefined;
};

/**
 * Opens a stack and plans what its Spec asks for, against what the clouds say now (or nothing, offline). Throws NOT_OURS,
 * WRITTEN_ELSEWHERE, CACHE_FIXED, REGION_FIXED and the other refusals of a plan, ORIGIN_MISSING, and what opening throws; nothing stays
 * open then.
 */
export async function openAndPlan(
  host: Host,
  request: ProvisionRequest,
  { readOnly }: { readonly readOnly: boolean },
): Promise<PlannedStack> {
  const { spec, kinds, access, givenKeys, isOffline = false } = request;
  const makesOrigin = kinds.includes("cache");
  const open = isOffline ? offlineTarget : openTarget;
  const needsAws = kinds.some((kind) => !KINDS_OF.origin.includes(kind));
  const opened = await open(host, { ...access, spec, makesOrigin, needsAws });
  const { account, identity, cell, clients } = opened;
  try {
    const imported = importKeys(givenKeys, { cell, now: host.clock.now() });
    const { memory, waitsForLock, rebuildState, endsBySchedule } = request;
    const stack = await openStack(host, {
      ...opened,
      spec,
      imported,
      readOnly,
      memory,
      waitsForLock,
      rebuildState,
      endsBySchedule,
    });
    try {
      if (identity !== undefined)
        host.emit({ type: "connected", account, region: spec.region, identity, cell });
      requireSameRegion(host, stack);
      requireSameCache(host, stack);
      const resources = stack.resources.filter(({ kind }) => kinds.includes(kind));
      const [observed, price] = await Promise.all([
        isOffline
          ? nothingObserved(resources)
          : observeAll(resources.filter(concerns(stack)), stack.planContext(), host.signal),
        kinds.includes("channel") ? priceOf(host, request, stack) : undefined,
      ]);
      // New keys are put to use, and old ones revoked, wherever the stack has them.
      const touchesKeys = kinds.includes("encoderKey") || spec.origin.revocableKeys;
      let seen = observed;
      if (touchesKeys && !isOffline)
        seen = await refuseForeignWritesAnywhere(host, stack, observed);
      else if (!isOffline) await refuseWorkingForeignWrites(host, stack, observed);
      const plan = planStack(resources, stack.planContext(), observed);
      const refusal = plan.refusals[0];
      if (refusal !== undefined) throw refusal;
      if (!readOnly && !makesOrigin) requireKeys(host, stack);
      return { stack, plan, observed: seen, price };
    } catch (error) {
      await stack.release();
      throw error;
    }
  } catch (error) {
    await clients[Symbol.asyncDispose]();
    throw error;
  }
}

/** What is neither wanted nor known here need not be looked for: nothing would be done about it. */
function concerns({ spec, planContext }: Stack): (resource: Resource) => boolean {
  const known = planContext().resources;
  return (resource) => resource.wanted(spec) || known[resource.kind] !== undefined;
}

function priceOf(
  host: Host,
  { spec, prices, eventSeconds, isOffline = false }: ProvisionRequest,
  { clients, target }: Stack,
): Promise<PriceReport> {
  return priceStack(
    host,
    { spec, prices, clients: isOffline ? undefined : clients },
    { isRehearsal: target.kind === "sandbox", eventSeconds },
  );
}

/** What a part needs of another part that is not there yet. */
function requireKeys(host: Host, { secrets, spec }: Stack): void {
  const missing = (["encoderKey", "playerKey"] as const).filter(
    (kind) => secrets.get(kind) === undefined,
  );
  if (missing.length === 0) return;
  throw new LiveOriginError({
    code: "ORIGIN_MISSING",
    message: `The stack ${spec.name} has no origin yet: no ${missing.map((kind) => RESOURCE_NAMES[kind]).join(" and no ")}.`,
    hint: `Make it first: ${host.commandFor("create-origin", spec.name)}`,
    resource: missing[0],
  });
}
