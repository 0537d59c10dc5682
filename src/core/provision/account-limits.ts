import { EXIT, type ExitCode, LiveOriginError } from "../../config/failure.ts";
import type { ReportedLimits } from "../../config/limits/limit-model.ts";
import { compareLimits, ladderDemand } from "../../config/limits/limits.ts";
import type { Spec } from "../../config/spec.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import type { Plan } from "../engine/plan.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import type { ResourceKind } from "../state/state.ts";
import { countForPlan, requireRoom } from "./account-quotas.ts";
import { scopedKeyGiven } from "./scoped-key.ts";

/**
 * Compares the ladder with the account's limits before anything bills. A documented default that would be exceeded is a
 * warning; a limit that the account reports stops with OVER_LIMIT (`exitCode` 2 before anything is made, 3 after), unless the
 * host decides to go on.
 */
export async function checkAccountLimits(
  host: Pick<Host, "emit" | "decide">,
  spec: Spec,
  {
    reported,
    exitCode,
  }: { readonly reported: ReportedLimits | undefined; readonly exitCode: ExitCode },
): Promise<void> {
  const findings = compareLimits(ladderDemand(spec), reported);
  const over = findings.filter(({ level }) => level === "stop");
  const isAllowed =
    over.length === 0 || (await host.decide({ about: "over-limit", findings: over }));
  for (const { level, code, message } of findings)
    if (level === "warning" || isAllowed)
      host.emit({ type: "note", level: "warning", code, message });
  if (isAllowed) return;
  throw new LiveOriginError({
    code: "OVER_LIMIT",
    message: over.map(({ message }) => message).join("\n"),
    hint:
      exitCode === EXIT.partial
        ? "The cache exists and costs nothing while empty. Choose settings that fit and run again, add --allow-over-limit, or undo with teardown."
        : "Choose settings that fit, or go on with --allow-over-limit.",
    resource: "cache",
    details: over,
    exitCode,
  });
}

/**
 * Compares the plan with what both accounts report so far: the ladder with Momento's limits, when the plan concerns the
 * cache, and what is made with AWS's quotas. Returns the limits, and what a quota is likeliest to refuse. Throws OVER_LIMIT,
 * AWS_QUOTA.
 */
export async function checkAccounts(
  host: Host,
  stack: Stack,
  plan: Plan,
): Promise<{
  readonly limits: ReportedLimits | undefined;
  readonly likelyFull: readonly ResourceKind[];
}> {
  const concernsCache = plan.steps.some(({ resource }) => resource === "cache");
  const [counts, limits] = await Promise.all([
    countForPlan(host, stack, plan),
    concernsCache ? limitsOrWarning(host, stack, plan) : undefined,
  ]);
  const likelyFull = requireRoom(host, stack.spec, counts);
  // A sandbox tells its limits with its first cache; the defaults of an account are not its own.
  const saysNothing = limits === undefined && stack.target.kind !== "clouds";
  if (concernsCache && !saysNothing)
    await checkAccountLimits(host, stack.spec, { reported: limits, exitCode: EXIT.usage });
  return { limits, likelyFull };
}

/**
 * A key for one cache cannot ask for limits. Where nothing else needs the account's key that is a warning; else the run ends
 * here, told what the key can do.
 */
async function limitsOrWarning(
  host: Host,
  stack: Stack,
  plan: Plan,
): Promise<ReportedLimits | undefined> {
  try {
    return await reportedLimits(host, stack);
  } catch (error) {
    const isWeak = error instanceof LiveOriginError && error.code === "MOMENTO_KEY_TOO_WEAK";
    if (!isWeak) throw error;
    if (needsAccountKey(plan, stack))
      throw await scopedKeyGiven(host, {
        clients: stack.clients,
        cache: cacheName(stack.planContext()),
      });
    host.emit({
      type: "note",
      level: "warning",
      code: "LIMITS_NOT_KNOWN",
      message:
        "The limits of the Momento account are not known: only a key of the account can ask for them.",
    });
    return undefined;
  }
}

function needsAccountKey({ steps }: Plan, { imported }: Stack): boolean {
  return steps.some(
    ({ resource, action }) =>
      action !== "keep" &&
      ((resource === "cache" && action !== "adopt") ||
        ((resource === "encoderKey" || resource === "playerKey") &&
          imported[resource] === undefined)),
  );
}

/** What the account reports about itself; undefined while there is no cache to ask about. */
export async function reportedLimits(
  { signal }: Host,
  { clients, planContext }: Stack,
): Promise<ReportedLimits | undefined> {
  const momento = await clients.momento();
  return (await momento.limits(cacheName(planContext()), { signal })).reported;
}
