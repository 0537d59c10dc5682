import type { LiveOriginError } from "../../config/failure.ts";
import { applyPlan, type Outcome } from "../engine/apply.ts";
import type { ApplyContext } from "../engine/apply-context.ts";
import { outcomeFailure } from "../engine/outcome-failure.ts";
import type { Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import type { Host } from "../host.ts";
import { keepsReplacedCache } from "../writers/keeps-replaced-cache.ts";
import type { ResourceIds } from "../state/resource-members.ts";
import { existsWords, nextCommands } from "./interruption.ts";
import type { Stack } from "./stack.ts";

/** Applies a plan to a stack and turns what went wrong into one failure. Throws what the steps failed with, INTERRUPTED. */
export async function applyToStack(
  host: Host,
  stack: Stack,
  plan: Plan & {
    /** What this run did by an earlier plan, for what is told of a failure. */
    readonly before?: readonly Step[];
  },
): Promise<Outcome> {
  const stopping = (): void => host.emit({ type: "stopping" });
  host.signal.addEventListener("abort", stopping, { once: true });
  try {
    const outcome = await applyPlan(applyingTo(host, stack), plan);
    const done = [...(plan.before ?? []), ...outcome.done];
    const failure = failureAfter(host, stack, { ...outcome, done });
    if (failure !== undefined) throw failure;
    return outcome;
  } finally {
    host.signal.removeEventListener("abort", stopping);
  }
}

/** What carrying out a plan needs of this stack and this run. */
export function applyingTo(host: Host, stack: Stack): ApplyContext {
  const { clock, signal, emit } = host;
  const { resources, store, planContext, secrets } = stack;
  const keepsReplaced: ApplyContext["keepsReplaced"] = async (kind, { name }: ResourceIds) =>
    kind === "cache" && name !== undefined && (await keepsReplacedCache(host, stack, name));
  return { resources, store, planContext, secrets, clock, signal, emit, keepsReplaced };
}

/** The one failure of an outcome that is not whole, with what exists and both ways on; undefined when all was done. */
export function failureAfter(
  host: Host,
  stack: Stack,
  outcome: Outcome,
): LiveOriginError | undefined {
  return outcomeFailure(outcome, host.signal.aborted, {
    ...nextCommands(host, stack),
    exists: existsWords(stack.store.current()),
  });
}
