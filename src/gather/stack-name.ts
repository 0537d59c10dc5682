import { EXIT, LiveOriginError } from "../config/failure.ts";
import { DEFAULT_NAME } from "../config/names.ts";
import { fieldAt } from "../config/fields/fields.ts";
import { faultsOf } from "../config/fields/value-faults.ts";
import type { Invocation } from "../cli/command.ts";
import { getAt } from "../config/resolve/tree.ts";

/** Is the Spec file for the stack `name`, whatever the command line names? Throws INVALID_NAME. */
export function isFileOf(invocation: Invocation, file: unknown, name: string): boolean {
  return file !== undefined && nameOf({ ...invocation, typed: {} }, file) === name;
}

/** The stack's name, the default for one that is not valid: that is refused when the Spec is judged, with all that is wrong. */
export function nameOrDefault(invocation: Invocation, file: unknown): string {
  try {
    return nameOf(invocation, file);
  } catch {
    return DEFAULT_NAME;
  }
}

/** The stack's name: flag, variable, file or the default. Throws INVALID_NAME. */
export function nameOf(
  { typed, context }: Pick<Invocation, "typed" | "context">,
  file: unknown,
): string {
  const inFile = getAt(file, "name");
  const inEnvironment = context.env["LIVE_ORIGIN_NAME"];
  const named =
    typed["name"] ?? (inEnvironment === "" ? undefined : inEnvironment) ?? inFile ?? DEFAULT_NAME;
  if (isStackName(named)) return named;
  throw new LiveOriginError({
    code: "INVALID_NAME",
    message: `${JSON.stringify(named)} is not a valid stack name.`,
    hint: "Names have 3 to 32 lower-case letters, digits and dashes, and begin with a letter; `sandbox` and the names of Windows' devices (`con`, `nul`, `com1` …) are taken.",
    resource: "--name",
    exitCode: EXIT.usage,
  });
}

/** May a stack be called so? */
export function isStackName(named: unknown): named is string {
  return typeof named === "string" && faultsOf(fieldAt("name"), named).length === 0;
}
