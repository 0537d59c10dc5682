import { observeAll, planStack } from "../provision/plan.ts";
import { EXIT } from "../spec/failure.ts";
import { isConverged, renderPlan } from "../terminal/plan-view.ts";
import { RESOURCE_WORDS } from "../terminal/step-words.ts";
import type { Run } from "./catalog.ts";
import { openKnownStack } from "./known-stack.ts";
import { buildResult } from "./result.ts";

/** Shows what exists, what runs, what bills, and whether the clouds still are as the Spec wants them (exit 5 if not). */
export const runStatus: Run = async (invocation) => {
  const { context, output } = invocation;
  const { stack, isRehearsal } = await openKnownStack(invocation, { readOnly: true });
  try {
    const observed = await observeAll(stack.resources, stack.scope(), context.signal);
    const known = stack.resources.filter(({ kind }) => stack.scope().rows[kind] !== undefined);
    const plan = planStack(known, stack.scope(), observed);
    const result = await buildResult(stack, context.signal, {
      isRehearsal,
      verified: null,
      next: `live-origin ${isConverged(plan) ? "start" : "init"}${isRehearsal ? " --sandbox" : ""}`,
    });
    const drift = plan.steps
      .filter(({ action }) => action !== "keep")
      .map(({ resource, action, reasons }) => ({ resource, action, reasons }));
    const style = output.outStyle;
    const lines = result.resources.map(
      ({ kind, id, status }) =>
        `  ${RESOURCE_WORDS[kind].padEnd(26)} ${status.padEnd(12)} ${style.dim(id ?? "")}`,
    );
    const driftLines =
      drift.length === 0 ? [] : ["", style.yellow("Drift:"), renderPlan(plan, style)];
    output.result(
      { ...result, drift },
      [
        style.bold(result.name),
        ...lines,
        ...(result.playbackUrl === null ? [] : ["", `  Play  ${result.playbackUrl}`]),
        ...result.bills.map((line) => `  Bills ${line}`),
        ...driftLines,
      ].join("\n"),
    );
    return drift.length === 0 ? EXIT.ok : EXIT.checkFailed;
  } finally {
    await stack.release();
    await stack.clouds.close();
  }
};
