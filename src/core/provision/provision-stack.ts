import { applyPlan, type Outcome } from "../engine/apply.ts";
import { observeAll, nothingObserved, planStack, type Plan } from "../engine/plan.ts";
import type { Resource } from "../engine/resource.ts";
import type { ResourceKind } from "../state/state.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { ReportedLimits } from "../../config/limits.ts";
import { renderBilling } from "../../terminal/billing.ts";
import { isConverged, removedLine, renderPlan, verdict } from "../../terminal/plan-view.ts";
import type { Progress } from "../../terminal/progress.ts";
import { checkAccountLimits } from "./account-limits.ts";
import type { Invocation } from "../../cli/command.ts";
import { consentToAdopt, requireSameCache } from "./adopt-cache.ts";
import { consentTo } from "./consent.ts";
import { consentToLeak } from "./key-leak.ts";
import { inMasterOrder } from "./apply-order.ts";
import { existsWords, tellingOfStop, waysOn } from "../../cli/interruption.ts";
import { nextCommand } from "../../cli/next-command.ts";
import { outcomeFailure } from "../../cli/outcome-failure.ts";
import { tryImportedKeys } from "./try-imported-keys.ts";
import type { Stack } from "../stack/open-stack.ts";
import { refuseStrangers, refuseStrangersAnywhere } from "../stack/refuse-strangers.ts";
import { readApplied, writeApplied } from "../state/applied-spec.ts";
import { areProven, requireProven } from "./settings-proven.ts";
import { isDeepEqual } from "../../config/tree.ts";

/**
 * The plan of a stack for some of its resources, against what the clouds say now (or nothing, offline). Throws NOT_OURS,
 * WRITTEN_ELSEWHERE, CACHE_FIXED and the other refusals of a plan: a look with `--dry-run` must not promise what would be refused.
 */
export async function makePlan(
  invocation: Invocation,
  stack: Stack,
  kinds: readonly ResourceKind[],
): Promise<Plan> {
  requireSameCache(invocation, stack);
  const resources = ofKinds(stack.resources, kinds);
  const observed =
    invocation.flags["offline"] === true
      ? nothingObserved(resources)
      : await observeAll(resources, stack.scope(), invocation.context.signal);
  // New keys are put to use, and old ones revoked, wherever the stack has them.
  const touchesKeys = kinds.includes("encoderKey") || stack.spec.origin.revocableKeys;
  if (touchesKeys && invocation.flags["offline"] !== true)
    await refuseStrangersAnywhere(invocation, stack, observed);
  else refuseStrangers(invocation, stack, observed);
  const plan = planStack(resources, stack.scope(), observed);
  const refusal = plan.refusals[0];
  if (refusal !== undefined) throw refusal;
  return plan;
}

/**
 * Shows the plan, gets the consent and applies it. Everything that can be refused is refused before the first write;
 * limits that only a cache tells are read right after it was made and checked before anything else is.
 * `agreed` runs between the yes and the first write. Throws OVER_LIMIT, INPUT_NEEDED, DECLINED, and what the
 * steps failed with.
 */
export async function carryOut(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
  progress: Progress,
  agreed: () => Promise<void> = async () => undefined,
): Promise<void> {
  const { output, context } = invocation;
  output.line(renderPlan(plan, output.errStyle, output.errColumns));
  const isRehearsal = stack.target.kind === "sandbox";
  const bills = renderBilling(plan, isRehearsal, output.errStyle, output.errColumns);
  if (bills !== "") output.line(bills);
  for (const each of stack.memory?.removed ?? [])
    output.line(removedLine(each, output.errStyle, output.errColumns));
  if (isConverged(plan)) {
    if (areProven(plan, stack)) await rememberSettings(invocation, stack);
    output.line(verdict(plan));
    return;
  }
  requireProven(invocation, stack, plan);
  const makesCache = plan.steps.some(
    ({ resource, action }) => resource === "cache" && action === "create",
  );
  const limits = await holdAgainstLimits(invocation, stack, plan);
  if (!makesCache) await tryImportedKeys(stack, invocation);
  await consentToAdopt(invocation, stack, plan);
  await consentToLeak(invocation, stack, plan);
  await consentTo(invocation, plan);
  await agreed();
  context.signal.throwIfAborted();
  // Before the state: a run that is killed between the two leaves settings without a stack, and never a stack without settings.
  await rememberSettings(invocation, stack);
  await stack.store.save();
  if (makesCache && limits === undefined) {
    const made = await apply(invocation, stack, only(plan, ["cache"]), progress);
    await tryImportedKeys(stack, invocation).catch((error: unknown) => {
      throw afterwards(invocation, stack, made, error);
    });
    const reported = await reportedLimits(invocation, stack);
    checkAccountLimits(invocation, stack.spec, reported, EXIT.partial);
    await apply(invocation, stack, without(plan, "cache"), progress);
    return;
  }
  await inMasterOrder(invocation, stack, plan, progress, (part) =>
    apply(invocation, stack, part, progress),
  );
}

/** Writes down what the stack is made for, if that is not what is written already. */
async function rememberSettings({ context }: Invocation, { files, memory }: Stack): Promise<void> {
  if (memory === undefined || isDeepEqual(await readApplied(files), memory.remembered)) return;
  await writeApplied(context, files, memory.remembered);
}

/**
 * Holds the ladder against what the account reports so far, when the plan concerns the cache; asks nothing offline. Returns what
 * was reported. Throws OVER_LIMIT.
 */
export async function holdAgainstLimits(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
): Promise<ReportedLimits | undefined> {
  if (invocation.flags["offline"] === true) return undefined;
  if (!plan.steps.some(({ resource }) => resource === "cache")) return undefined;
  const limits = await reportedLimits(invocation, stack);
  checkAccountLimits(invocation, stack.spec, limits, EXIT.usage);
  return limits;
}

/** Applies a plan with progress and turns what went wrong into one failure. */
export async function apply(
  invocation: Invocation,
  stack: Stack,
  plan: Plan,
  progress: Progress,
): Promise<Outcome> {
  const { context } = invocation;
  const applying = applyPlan(
    {
      resources: stack.resources,
      store: stack.store,
      scope: stack.scope,
      secrets: stack.secrets,
      clock: context.clock,
      signal: context.signal,
      emit: progress.emit,
    },
    plan,
  );
  const outcome = await tellingOfStop(invocation, applying);
  const failure = failureAfter(invocation, stack, outcome);
  if (failure !== undefined) throw failure;
  return outcome;
}

function failureAfter(
  invocation: Invocation,
  stack: Stack,
  outcome: Outcome,
): LiveOriginError | undefined {
  return outcomeFailure(outcome, invocation.context.signal.aborted, {
    ...waysOn(invocation, stack),
    exists: existsWords(stack.store.current()),
  });
}

/** What failed between two parts of a plan, told with what the first part did. */
function afterwards(invocation: Invocation, stack: Stack, made: Outcome, error: unknown): unknown {
  const step = made.done[0];
  if (step === undefined) return error;
  return failureAfter(invocation, stack, { ...made, failed: [{ step, error }] }) ?? error;
}

/** What a part needs of another part that is not there yet. */
export function requireKeys({ flags }: Pick<Invocation, "flags">, stack: Stack): void {
  const missing = (["encoderKey", "playerKey"] as const).filter(
    (kind) => stack.secrets.get(kind) === undefined,
  );
  if (missing.length === 0) return;
  throw new LiveOriginError({
    code: "ORIGIN_MISSING",
    message: `The stack ${stack.spec.name} has no origin yet: ${missing.join(" and ")} missing.`,
    hint: `Make it first: ${nextCommand("create-origin", stack.spec.name, flags)}`,
    resource: missing[0],
  });
}

async function reportedLimits(
  { context }: Invocation,
  { clouds, scope }: Stack,
): Promise<ReportedLimits | undefined> {
  const momento = await clouds.momento();
  return (await momento.limits(cacheName(scope()), { signal: context.signal })).reported;
}

function ofKinds(
  resources: readonly Resource[],
  kinds: readonly ResourceKind[],
): readonly Resource[] {
  return resources.filter(({ kind }) => kinds.includes(kind));
}

function only(plan: Plan, kinds: readonly ResourceKind[]): Plan {
  return { ...plan, steps: plan.steps.filter(({ resource }) => kinds.includes(resource)) };
}

function without(plan: Plan, kind: ResourceKind): Plan {
  return { ...plan, steps: plan.steps.filter(({ resource }) => resource !== kind) };
}
