import { foreignWritesIn } from "../engine/marks.ts";
import { foreignWriteText } from "../stack/refuse-foreign-writes.ts";
import { planStack, type Plan } from "../engine/plan.ts";
import type { Observed } from "../engine/resource.ts";
import type { Step } from "../engine/step.ts";
import type { Action } from "../engine/action.ts";
import type { ResourceKind } from "../state/state.ts";
import { unseenReason } from "../../services/momento/observe-key.ts";
import { resolveSpec } from "../../config/resolve/resolve.ts";
import { type Spec, SPEC_PARTS } from "../../config/spec.ts";
import type { Host } from "../host.ts";
import type { ExistingStack } from "../stack/open-existing-stack.ts";
import type { Stack } from "../stack/stack.ts";

type Known = Pick<ExistingStack, "stack" | "settings" | "file" | "standing">;

/**
 * One thing that is not as it should be. `spec`: the file asks for something that was not applied. `state`: a run did not
 * finish, or what it made is gone. `cloud`: somebody changed what was applied. `copy`: a key or a place in the cloud was not
 * written from this folder, so that another copy of it knows more.
 */
export type Drift = {
  readonly resource: ResourceKind | "spec" | "schedule";
  readonly between: "spec" | "state" | "cloud" | "copy";
  readonly action: Action | "repair";
  readonly reasons: readonly string[];
};

/** Compares the Spec file, the state and the clouds with each other. Asks nobody: files and clouds were read before. */
export function findDrift(
  host: Pick<Host, "emit">,
  { stack, settings, file, standing }: Known,
  observed: Observed,
): readonly Drift[] {
  const context = stack.planContext();
  const unseen = [...observed.values()].flatMap((each) => unseenReason(each)?.message ?? []);
  for (const message of new Set(unseen))
    host.emit({
      type: "note",
      level: "warning",
      code: "KEYS_NOT_SEEN",
      message: `Whether the keys are as they should be is not known: ${message}`,
    });
  const known = stack.resources.filter(
    ({ kind }) =>
      context.resources[kind] !== undefined && unseenReason(observed.get(kind)) === undefined,
  );
  const applied = planStack(known, context, observed);
  const needsSettings =
    context.resources.channel !== undefined || context.resources.distribution !== undefined;
  const foreign = foreignWritesIn(known, context, observed);
  if (foreign.length > 0)
    return foreign.map((write) => ({
      resource: write.resource,
      between: "copy",
      action: "repair",
      reasons: [foreignWriteText(write)],
    }));
  const drift = changes(applied).map((step): Drift => ({
    ...factsOf(step),
    between: isUnfinished(stack, step) ? "state" : "cloud",
  }));
  if (settings.from === "nowhere" && needsSettings)
    return [SETTINGS_UNKNOWN, ...drift.filter(needsNoSettings)];
  if (file === undefined || settings.from === "file") return drift;
  return [...drift, ...specDrift({ stack, settingsFile: { file, standing }, observed, applied })];
}

/** What the stack is to be: its file over what was applied. Undefined when the file cannot be used. */
export function wantedSpec({ stack, settings, file, standing }: Known): Spec | undefined {
  if (file === undefined || settings.from !== "applied") return settings.spec;
  const wanted = fileSpec(stack, { file, standing });
  return "spec" in wanted ? wanted.spec : undefined;
}

/** Without the settings that were applied, nobody can say whether somebody changed them in the cloud. */
const SETTINGS_UNKNOWN: Drift = {
  resource: "spec",
  between: "state",
  action: "repair",
  reasons: [
    "the settings that were applied last are not known in this folder, so what was changed in the cloud cannot be seen",
  ],
};

function needsNoSettings({ resource, between }: Drift): boolean {
  return between === "state" || resource === "encoderKey" || resource === "playerKey";
}

/** What the next run with the file as it is would change, beyond what has drifted anyway. */
function specDrift({
  stack,
  settingsFile,
  observed,
  applied,
}: {
  readonly stack: Stack;
  readonly settingsFile: Pick<Known, "file" | "standing">;
  readonly observed: Observed;
  readonly applied: Plan;
}): readonly Drift[] {
  const wanted = fileSpec(stack, settingsFile);
  if ("problems" in wanted)
    return [{ resource: "spec", between: "spec", action: "repair", reasons: wanted.problems }];
  const context = stack.planContext();
  const concerned = stack.resources.filter(
    ({ kind, wanted: isWanted }) =>
      unseenReason(observed.get(kind)) === undefined &&
      (context.resources[kind] !== undefined || (isWanted(wanted.spec) && !isWanted(context.spec))),
  );
  const known = new Set(changes(applied).map(fingerprint));
  return changes(planStack(concerned, { ...context, spec: wanted.spec }, observed))
    .filter((step) => !known.has(fingerprint(step)))
    .map((step): Drift => ({ ...factsOf(step), between: "spec" }));
}

/** The file over what was applied: what it does not say stays as it is. */
function fileSpec(
  stack: Stack,
  { file, standing: remembered }: Pick<Known, "file" | "standing">,
): { readonly spec: Spec } | { readonly problems: readonly string[] } {
  const { name, region } = stack.spec;
  const parts = remembered === undefined ? (["origin", "cdn"] as const) : SPEC_PARTS;
  const resolution = resolveSpec({ flags: { name, region }, env: {}, file, remembered, parts });
  if (resolution.ok) return { spec: resolution.spec };
  return { problems: resolution.problems.map(({ message }) => message) };
}

function changes({ steps }: Plan): readonly Step[] {
  return steps.filter(({ action }) => action !== "keep");
}

function factsOf({ resource, action, reasons }: Step): Omit<Drift, "between"> {
  return { resource, action, reasons };
}

function isUnfinished(stack: Stack, { resource, action }: Step): boolean {
  const status = stack.planContext().resources[resource]?.status;
  return action === "create" || (status !== undefined && status !== "created");
}

function fingerprint({ resource, action, reasons }: Step): string {
  return JSON.stringify([resource, action, reasons]);
}
