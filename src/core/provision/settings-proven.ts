import type { Plan } from "../engine/plan.ts";
import type { ResourceKind, Rows } from "../state/state.ts";
import { settingsUnknown } from "../../gather/applied-config.ts";
import type { Invocation } from "../../cli/command.ts";
import { isInteractive } from "../../cli/interactive.ts";
import { nextCommand } from "../../cli/next-command.ts";
import type { Stack } from "../stack/open-stack.ts";

/** What is told by the settings as a whole: whoever does not know them must not tell it. */
const TOLD: readonly ResourceKind[] = ["input", "channel", "function", "distribution"];

/**
 * Are these settings those of the stack? Somebody remembers them, or there is nothing yet that was told any, or all that was
 * told some is found to be as these say. Pure.
 */
export function areProven(plan: Plan, stack: Pick<Stack, "memory" | "scope">): boolean {
  if (stack.memory === undefined || stack.memory.isKnown) return true;
  const rows: Rows = stack.scope().rows;
  return TOLD.filter((kind) => rows[kind] !== undefined).every((kind) =>
    plan.steps.some(
      ({ resource, action }) => resource === kind && (action === "keep" || action === "adopt"),
    ),
  );
}

/**
 * Refuses to put the defaults in the place of settings that are not known any more. A person at a terminal who was shown the
 * plan may go on. Throws SETTINGS_UNKNOWN.
 */
export function requireProven(invocation: Invocation, stack: Stack, plan: Plan): void {
  if (areProven(plan, stack)) return;
  const { flags, output } = invocation;
  const { name } = stack.spec;
  const would = "To go on now would change what is there to the defaults.";
  const unknown = settingsUnknown(name, would, nextCommand("init --dry-run", name, flags));
  if (flags["yes"] === true || !isInteractive(invocation)) throw unknown;
  output.warn(`${unknown.message} ${unknown.hint ?? ""}`);
}
