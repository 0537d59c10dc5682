import type { Plan } from "../engine/plan.ts";
import type { ResourceKind, ResourceStates } from "../state/state.ts";
import { settingsUnknown } from "../../config/resolve/known-settings.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";

/** What is configured by the settings as a whole: whoever does not know them must not configure it. */
const CONFIGURED: readonly ResourceKind[] = ["input", "channel", "function", "distribution"];

/**
 * Are these settings those of the stack? They are remembered, or nothing is configured yet, or all that is configured was found
 * to be as they say.
 */
export function areProven(plan: Plan, stack: Pick<Stack, "memory" | "planContext">): boolean {
  if (stack.memory === undefined || stack.memory.isKnown) return true;
  const resources: ResourceStates = stack.planContext().resources;
  return CONFIGURED.filter((kind) => resources[kind] !== undefined).every((kind) =>
    plan.steps.some(
      ({ resource, action }) => resource === kind && (action === "keep" || action === "adopt"),
    ),
  );
}

/**
 * Refuses to put the defaults in the place of settings that are not known any more, unless the host goes on. Throws
 * SETTINGS_UNKNOWN.
 */
export async function requireProven(host: Host, stack: Stack, plan: Plan): Promise<void> {
  if (areProven(plan, stack)) return;
  const { name } = stack.spec;
  const would = "Going on now would reset what is there to the defaults.";
  const failure = settingsUnknown(name, would, host.commandFor("init --dry-run", name));
  if (!(await host.decide({ about: "settings-unknown", failure }))) throw failure;
}
