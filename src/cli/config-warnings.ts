import { wrappedAt } from "../terminal/wrapped.ts";
import type { Invocation } from "./command.ts";
import type { GatheredConfig } from "../gather/gather-config.ts";

/** Says what the rules found worth knowing in a valid Spec: warnings that may hurt, notes that explain. */
export function printConfigWarnings({ output }: Invocation, { warnings }: GatheredConfig): void {
  for (const { level, message } of warnings) {
    if (level === "warning") output.warn(message);
    else output.line(output.errStyle.dim(wrappedAt(message, output.errColumns, "  ")));
  }
}
