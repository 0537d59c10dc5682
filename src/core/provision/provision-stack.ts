import { EXIT } from "../../config/failure.ts";
import { requireSegmentSize } from "../../config/rules/require-segment-size.ts";
import { isDeepEqual } from "../../config/resolve/tree.ts";
import { forgetRefusedRole } from "../auto-stop/prepare-end.ts";
import { clearEnd, isNotAllowed } from "../auto-stop/stack-end.ts";
import { isConverged, type Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import type { Host } from "../host.ts";
import { retireReplacedKeys } from "../keys/retire-keys.ts";
import { applyToStack, failureAfter } from "../stack/apply-to-stack.ts";
import { whileWorking } from "../stack/interruption.ts";
import type { Stack } from "../stack/stack.ts";
import { readApplied, writeApplied } from "../state/applied-spec.ts";
import type { ResourceKind } from "../state/state.ts";
import { checkAccountLimits, checkAccounts, reportedLimits } from "./account-limits.ts";
import { applyInMasterOrder } from "./apply-order.ts";
import { consentToAdopt } from "./adopt-cache.ts";
import { consentToPlan } from "./consent.ts";
import { openAndPlan, type PlannedStack, type ProvisionRequest } from "./open-and-plan.ts";
import { likelyRefused } from "./likely-refused.ts";
import { areProven, requireProven } from "./settings-proven.ts";
import { tryImportedKeys } from "./try-imported-keys.ts";

/** An open stack, and what it costs; without a channel nobody asked. */
export type ProvisionedStack = Stack &
  Pick<PlannedStack, "price"> & {
    /** What the clouds said of what this run is about, where nothing had to be written since. */
    readonly observed?: PlannedStack["observed"] | undefined;
  };

/**
 * Makes a stack, or a part of it, what its Spec says: open, observe, plan, limits, consent, apply, retire. Everything that can
 * be refused is refused before the first write. Whoever calls disposes of the stack. Throws
 * SEGMENT_TOO_LARGE, OVER_LIMIT, DECLINED, NOT_OURS, what opening throws, and what the steps failed with.
 */
export async function provisionStack(
  host: Host,
  request: ProvisionRequest,
): Promise<ProvisionedStack> {
  requireSegmentSize(request.spec);
  const planned = await openAndPlan(host, request, { readOnly: false });
  const { stack } = planned;
  try {
    const retired = await whileWorking(host, { stack }, async () => {
      await carryOut(host, planned);
      return retireReplacedKeys(host, stack);
    });
    const { plan, price } = planned;
    const observed = isConverged(plan) && !retired ? planned.observed : undefined;
    return { ...stack, price, observed };
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Gets the consents to a plan and applies it. Limits that only a cache tells are read right after it was made and checked
 * before anything else is.
 */
async function carryOut(host: Host, { stack, plan, price }: PlannedStack): Promise<void> {
  const isRehearsal = stack.target.kind === "sandbox";
  const removed = stack.memory?.removed ?? [];
  host.emit({ type: "planned", plan, isRehearsal, removed, price });
  if (isConverged(plan)) {
    if (areProven(plan, stack)) await rememberSettings(host, stack);
    return;
  }
  await requireProven(host, stack, plan);
  const makesCache = plan.steps.some(
    ({ resource, action }) => resource === "cache" && action === "create",
  );
  const { limits, likelyFull } = await checkAccounts(host, stack, plan);
  await tryImportedKeys(host, stack, { isAhead: makesCache });
  await consentToAdopt(host, stack, plan);
  await consentToPlan(host, stack, plan);
  host.signal.throwIfAborted();
  // Before the state: a run that is killed between the two leaves settings without a stack, and never a stack without settings.
  await rememberSettings(host, stack);
  await stack.store.save();
  const before: Step[] = [];
  const apply = async (steps: readonly Step[]): Promise<void> => {
    const wanted = steps.filter((step) => !before.includes(step));
    if (wanted.length === 0) return;
    const { done } = await applyToStack(host, stack, { ...plan, steps: wanted, before });
    before.push(...done);
  };
  const first = likelyRefused(plan, likelyFull);
  const looksFirst = makesCache && limits === undefined;
  if (!looksFirst || first.every(({ resource }) => resource !== "cache")) await apply(first);
  if (looksFirst) {
    await apply(only(plan, ["cache"]).steps);
    await tryImportedKeys(host, stack).catch((error: unknown) => {
      throw afterwards({ host, stack, done: before, error });
    });
    const reported = await reportedLimits(host, stack);
    await checkAccountLimits(host, stack.spec, { reported, exitCode: EXIT.partial });
    await apply(first);
  }
  const rest = without(plan, "schedulerRole").steps.filter((step) => !before.includes(step));
  await applyInMasterOrder(host, stack, { ...plan, steps: rest, before });
  const isNew = plan.steps.some(
    ({ resource, action }) =>
      resource === "channel" && (action === "create" || action === "replace"),
  );
  // What is left stops a channel that is gone.
  if (isNew && stack.planContext().resources.schedulerRole !== undefined)
    await clearEnd(host, stack);
  await makeRoleOfSchedule(host, stack, only(plan, ["schedulerRole"]));
}

/** Comes last and may fail for lack of a permission: then a show does not stop by itself, and all else is as it should be. */
async function makeRoleOfSchedule(host: Host, stack: Stack, plan: Plan): Promise<void> {
  try {
    await applyToStack(host, stack, plan);
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    await forgetRefusedRole(stack, error);
    host.emit({
      type: "note",
      level: "warning",
      code: "SCHEDULE_NOT_ALLOWED",
      message: `AWS cannot be set to stop the channel: ${error.message}`,
    });
  }
}

/** Writes down what the stack is made for, if that is not what is written already. */
async function rememberSettings({ folder }: Host, { files, memory }: Stack): Promise<void> {
  if (memory === undefined || isDeepEqual(await readApplied(files), memory.remembered)) return;
  await writeApplied(folder, files, memory.remembered);
}

/** What failed between two parts of a plan, told with what the first part did. */
function afterwards({
  host,
  stack,
  done,
  error,
}: {
  readonly host: Host;
  readonly stack: Stack;
  readonly done: readonly Step[];
  readonly error: unknown;
}): unknown {
  const [step] = done;
  if (step === undefined) return error;
  return failureAfter(host, stack, { done, failed: [{ step, error }], notStarted: [] }) ?? error;
}

function only(plan: Plan, kinds: readonly ResourceKind[]): Plan {
  return { ...plan, steps: plan.steps.filter(({ resource }) => kinds.includes(resource)) };
}

function without(plan: Plan, kind: ResourceKind): Plan {
  return { ...plan, steps: plan.steps.filter(({ resource }) => resource !== kind) };
}
