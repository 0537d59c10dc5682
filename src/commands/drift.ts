import { planStack, type Observed, type Plan, type Step } from "../provision/plan.ts";
import type { Action } from "../provision/resource.ts";
import type { ResourceKind } from "../provision/state.ts";
import { unseenReason } from "../services/momento/key-look.ts";
import { resolveSpec } from "../spec/resolve.ts";
import type { Spec } from "../spec/spec.ts";
import type { Invocation } from "./catalog.ts";
import { readSpecFile } from "./spec-file-reading.ts";
import { nameOf } from "./stack-place.ts";
import { readAppliedSpec } from "./stack-files.ts";
import type { Stack } from "./stack.ts";

/**
 * One thing that is not as it should be. `spec`: the file asks for something that was not applied. `state`: a run did not
 * finish, or what it made is gone. `cloud`: somebody changed what was applied.
 */
export type Drift = {
  readonly resource: ResourceKind | "spec";
  readonly between: "spec" | "state" | "cloud";
  readonly action: Action | "mend";
  readonly reasons: readonly string[];
};

/** Holds the Spec file, the state and the clouds against each other. Reads files only; the clouds were asked before. */
export async function findDrift(
  invocation: Invocation,
  stack: Stack,
  observed: Observed,
): Promise<readonly Drift[]> {
  const scope = stack.scope();
  const unseen = [...observed.values()].flatMap((each) => unseenReason(each)?.message ?? []);
  for (const message of new Set(unseen))
    invocation.output.warn(`Whether the keys are as they should be is not known: ${message}`);
  const known = stack.resources.filter(
    ({ kind }) => scope.rows[kind] !== undefined && unseenReason(observed.get(kind)) === undefined,
  );
  const applied = planStack(known, scope, observed);
  const drift = changes(applied).map((step): Drift => ({
    ...told(step),
    between: isUnfinished(stack, step) ? "state" : "cloud",
  }));
  return [...drift, ...(await specDrift(invocation, stack, observed, applied))];
}

/** What the next run with the file as it is would change, beyond what has drifted anyway. */
async function specDrift(
  invocation: Invocation,
  stack: Stack,
  observed: Observed,
  applied: Plan,
): Promise<readonly Drift[]> {
  const file = await readSpecFile(invocation.context, invocation.flags);
  if (file === undefined || nameOf({ ...invocation, flags: {} }, file) !== stack.spec.name)
    return [];
  const wanted = await fileSpec(stack, file);
  if ("problems" in wanted)
    return [{ resource: "spec", between: "spec", action: "mend", reasons: wanted.problems }];
  const scope = stack.scope();
  const concerned = stack.resources.filter(
    ({ kind, wanted: isWanted }) =>
      unseenReason(observed.get(kind)) === undefined &&
      (scope.rows[kind] !== undefined || (isWanted(wanted.spec) && !isWanted(scope.spec))),
  );
  const known = new Set(changes(applied).map(fingerprint));
  return changes(planStack(concerned, { ...scope, spec: wanted.spec }, observed))
    .filter((step) => !known.has(fingerprint(step)))
    .map((step): Drift => ({ ...told(step), between: "spec" }));
}

/** The file over what was applied: what it does not say stays as it is. */
async function fileSpec(
  stack: Stack,
  file: unknown,
): Promise<{ readonly spec: Spec } | { readonly problems: readonly string[] }> {
  const { name, region } = stack.spec;
  const defaults = await readAppliedSpec(stack.files);
  const parts = defaults === undefined ? (["origin", "cdn"] as const) : ALL_PARTS;
  const resolution = resolveSpec({ flags: { name, region }, env: {}, file, defaults, parts });
  if (resolution.ok) return { spec: resolution.spec };
  return { problems: resolution.problems.map(({ message }) => message) };
}

const ALL_PARTS = ["origin", "channel", "cdn"] as const;

function changes({ steps }: Plan): readonly Step[] {
  return steps.filter(({ action }) => action !== "keep");
}

function told({ resource, action, reasons }: Step): Omit<Drift, "between"> {
  return { resource, action, reasons };
}

function isUnfinished(stack: Stack, { resource, action }: Step): boolean {
  const status = stack.scope().rows[resource]?.status;
  return action === "create" || (status !== undefined && status !== "created");
}

function fingerprint({ resource, action, reasons }: Step): string {
  return JSON.stringify([resource, action, reasons]);
}
