import type { Plan } from "./plan.ts";
import type { Step } from "./step.ts";
import type { ApplyContext } from "./apply-context.ts";
import { performStep, removeReplaced, shownId } from "./apply-step.ts";
import type { ResourceKind } from "../state/state.ts";

/** What became of the steps of a plan. */
export type Outcome = {
  readonly done: readonly Step[];
  readonly failed: readonly { readonly step: Step; readonly error: unknown }[];
  readonly notStarted: readonly Step[];
};

/**
 * Carries the plan out: persist intent, call, persist result, emit. Steps that do not need one another run side by
 * side. After a failure or an interruption what runs is finished and recorded, and nothing new is started;
 * removals that do not wait for the failed one go on after a failure.
 * Failures of steps are in the outcome; what throws is a bug or a state that cannot be written.
 */
export async function applyPlan(applying: ApplyContext, plan: Plan): Promise<Outcome> {
  const work = plan.steps.filter(({ action }) => action !== "keep");
  const done: Step[] = [];
  const failed: { readonly step: Step; readonly error: unknown }[] = [];
  const notStarted: Step[] = [];
  const started = new Map<ResourceKind, Promise<boolean>>();

  const run = async (step: Step): Promise<boolean> => {
    const before = await Promise.all(predecessors(step, work).map(start));
    // What bills is removed even if something else would not go.
    const isOver = failed.length > 0 && step.action !== "delete";
    if (before.includes(false) || isOver || applying.signal.aborted) {
      notStarted.push(step);
      return false;
    }
    const { resource, action } = step;
    applying.emit({ type: "step.started", resource, action });
    try {
      await performStep(applying, step);
    } catch (error) {
      failed.push({ step, error });
      applying.emit({ type: "step.failed", resource, action, error });
      return false;
    }
    done.push(step);
    applying.emit({ type: "step.done", resource, action, id: shownId(applying, resource) });
    return true;
  };
  const start = (step: Step): Promise<boolean> => {
    const running = started.get(step.resource) ?? run(step);
    started.set(step.resource, running);
    return running;
  };

  const held = work.filter((step) => isHeldByReplaced(applying, step, work));
  await Promise.all(work.filter((step) => !held.includes(step)).map(start));
  if (failed.length === 0 && !applying.signal.aborted) await removeReplaced(applying);
  await Promise.all(held.map(start));
  return { done, failed, notStarted };
}

/** A removal that must wait because what is being replaced still uses it: the security group of an old input. */
function isHeldByReplaced(applying: ApplyContext, step: Step, work: readonly Step[]): boolean {
  if (step.action !== "delete") return false;
  const resources = applying.store.current().resources;
  return applying.resources
    .filter(({ dependsOn }) => dependsOn.includes(step.resource))
    .some(({ kind }) => {
      const user = work.find(({ resource }) => resource === kind);
      if (user?.action === "delete") return isHeldByReplaced(applying, user, work);
      return user?.action === "replace" || resources[kind]?.replaced !== undefined;
    });
}

/** What must be finished before `step`: its dependencies when it makes something, its dependents when it removes it. */
function predecessors(step: Step, work: readonly Step[]): readonly Step[] {
  if (step.action === "delete")
    return work.filter(({ dependsOn }) => dependsOn.includes(step.resource));
  return work.filter(
    ({ resource, action }) => action !== "delete" && step.dependsOn.includes(resource),
  );
}
