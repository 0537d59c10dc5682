import type { Invocation } from "../cli/command.ts";
import { readSpecFile } from "./config-file.ts";
import { isStackName, nameOf } from "./stack-name.ts";

/** Refuses a typed name that no stack can have, as `nameOf` does, before more is loaded. Throws INVALID_NAME, and what reading the Spec file throws. */
export async function judgeName({
  context,
  flags,
  typed,
}: Pick<Invocation, "context" | "flags" | "typed">): Promise<void> {
  if (typed["name"] === undefined || isStackName(typed["name"])) return;
  nameOf({ typed, context }, await readSpecFile(context, flags));
}
