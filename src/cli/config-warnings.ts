import { wrappedAt } from "../terminal/wrapped.ts";
import type { Invocation } from "./command.ts";
import type { GatheredConfig } from "../gather/gather-config.ts";

/** Says what the rules found worth knowing in a valid Spec: warnings that may hurt, notes that explain. */
export function printConfigWarnings(
  { output, mode }: Invocation,
  { warnings }: GatheredConfig,
): void {
  for (const { level, code, message } of warnings) {
    // The limit of an account, which a sandbox is not.
    if (mode.isRehearsal && code === "TTL_ABOVE_A_DAY") continue;
    if (level === "warning") output.warn(message);
    else output.line(output.errStyle.dim(wrappedAt(message, output.errColumns, "  ")));
  }
}
