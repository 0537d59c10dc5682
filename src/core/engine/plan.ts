import { LiveOriginError } from "../../config/failure.ts";
import { NOT_THERE_YET, type Step } from "./step.ts";
import { projectContext } from "./planned-context.ts";
import type { Difference, Observation, Observed, Resource, PlanContext } from "./resource.ts";
import type { Action } from "./action.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";
import type { ResourceKind, ResourceState } from "../state/state.ts";

/** What would be done about a stack, in order. */
export type Plan = {
  readonly steps: readonly Step[];
  /** Resources that belong to somebody else: nothing may be applied while there is one. */
  readonly refusals: readonly LiveOriginError[];
};

/** Asks every resource what its cloud says, side by side. Reads only. */
export async function observeAll(
  resources: readonly Resource[],
  context: PlanContext,
  signal: AbortSignal,
): Promise<Observed> {
  const looks = resources.map(async (resource) => {
    const observation = await resource.observe(context, context.resources[resource.kind], signal);
    return [resource.kind, observation] as const;
  });
  return new Map(await Promise.all(looks));
}

/** What a run without a cloud assumes: nothing is there yet. */
export function nothingObserved(resources: readonly Resource[]): Observed {
  return new Map(resources.map((resource) => [resource.kind, { is: "absent" }] as const));
}

/** Plan = f(Spec, State, Observed): the ordered steps with their reasons. */
export function planStack(
  resources: readonly Resource[],
  context: PlanContext,
  observed: Observed,
): Plan {
  const steps: Step[] = [];
  const refusals: LiveOriginError[] = [];
  let foreseen = context;
  for (const resource of resources) {
    const observation = observed.get(resource.kind) ?? { is: "absent" };
    if (!resource.wanted(context.spec)) {
      const step = planRemoval(resource, context, observation);
      if (step !== undefined) steps.push(step);
      continue;
    }
    if (observation.is === "foreign") {
      refusals.push(foreign(resource.kind, observation.what));
      continue;
    }
    // Its own entry stays: the token in it is what a repeated creation sends.
    const step = planPresence(resource, { context: foreseen, observation, observed });
    steps.push(step);
    foreseen = projectContext(foreseen, step, observation);
  }
  return { steps, refusals };
}

/** The plan of a teardown: everything of ours goes, what depends on it first. */
export function planTeardown(
  resources: readonly Resource[],
  context: PlanContext,
  observed: Observed,
): Plan {
  const steps = resources
    .map((resource) =>
      planRemoval(resource, context, observed.get(resource.kind) ?? { is: "absent" }),
    )
    .filter((step) => step !== undefined);
  return { steps, refusals: [] };
}

function planPresence(
  resource: Resource,
  {
    context,
    observation,
    observed,
  }: {
    readonly context: PlanContext;
    readonly observation: Exclude<Observation, { readonly is: "foreign" }>;
    readonly observed: Observed;
  },
): Step {
  const recorded = context.resources[resource.kind];
  const step = (
    action: Action,
    reasons: readonly string[],
    differences: readonly Difference[] = [],
  ): Step => {
    const found = observation.is === "absent" ? undefined : observation.found;
    return {
      resource: resource.kind,
      action,
      reasons,
      differences,
      found,
      calls: resource.calls(context, { action, found, differences }),
      interrupts:
        found !== undefined &&
        resource.interrupts?.(found, { action, differences, observed }) === true,
      dependsOn: resource.dependsOn,
    };
  };
  if (observation.is === "absent") return step("create", [absenceReason(recorded)]);
  if (observation.is === "adoptable")
    return recorded?.ownership === "adopted" && recorded.status !== "creating"
      ? step("keep", ["it was there before"])
      : step("adopt", ["it was there before: used only with --adopt-cache, never deleted"]);
  if (recorded?.status === "creating") return step("create", ["an earlier run was interrupted"]);
  const differences = resource.diff(context, observation.found, recorded);
  const reasons = differences.map(({ path }) => path);
  if (differences.some(({ effect }) => effect === "replace"))
    return step("replace", reasons, differences);
  if (differences.length > 0) return step("update", reasons, differences);
  if (recorded?.status === "updating" || recorded?.status === "deleting")
    return step("update", ["an earlier run was interrupted"]);
  if (recorded?.replaced !== undefined) return step("update", ["what it replaced is still there"]);
  if (observation.unrecorded === true)
    return step("adopt", ["it carries this stack's id, but the state does not know it"]);
  return step("keep", []);
}

function absenceReason(recorded: ResourceState | undefined): string {
  if (recorded === undefined) return NOT_THERE_YET;
  // A name that was drawn and not yet asked for: a move to another cache begins so.
  if (recorded.status === "creating" && recorded.done?.length === 0) return NOT_THERE_YET;
  if (recorded.status === "creating") return "an earlier run was interrupted before it existed";
  return "the state knows it, but the cloud does not have it any more";
}

function planRemoval(
  resource: Resource,
  context: PlanContext,
  observation: Observation,
): Step | undefined {
  const recorded = context.resources[resource.kind];
  const ours = observation.is === "ours";
  if (!ours && recorded === undefined) return undefined;
  const adopted = recorded?.ownership === "adopted" || observation.is === "adoptable";
  const found = ours && !adopted ? observation.found : undefined;
  return {
    resource: resource.kind,
    action: adopted ? "keep" : "delete",
    reasons: [removalReason(adopted, ours)],
    differences: [],
    found,
    calls:
      found === undefined
        ? []
        : resource.calls(context, { action: "delete", found, differences: [] }),
    interrupts: false,
    dependsOn: resource.dependsOn,
  };
}

function removalReason(adopted: boolean, ours: boolean): string {
  if (adopted) return "it was there before this stack: kept, not deleted";
  return ours ? "it belongs to this stack" : "only the state has it: removed from the state";
}

function foreign(kind: ResourceKind, what: string): LiveOriginError {
  return new LiveOriginError({
    code: "NOT_OURS",
    message: `The ${RESOURCE_NAMES[kind]} cannot be made: ${what}.`,
    hint: "Choose another --name, or take the stack over with --rebuild-state if it is yours.",
    resource: kind,
  });
}

/** True when applying the plan would write nothing. */
export function isConverged(plan: Plan): boolean {
  return plan.steps.every(({ action }) => action === "keep");
}
