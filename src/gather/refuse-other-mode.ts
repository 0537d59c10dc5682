import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Invocation } from "../cli/command.ts";
import { isModeTyped } from "./mode-sources.ts";
import { readState, stackFiles } from "../core/state/stack-files.ts";

/**
 * Refuses to look for a stack in the clouds when this folder has only a rehearsal of that name, or the other way round, unless
 * the command line says where to look: "nothing to remove" would be a costly answer to the wrong question.
 * Throws OTHER_STAGE.
 */
export async function refuseOtherMode(
  { context, mode }: Pick<Invocation, "context" | "mode">,
  name: string,
): Promise<void> {
  const { isRehearsal, saidBy } = mode;
  if (isModeTyped(mode) || !(await hasState(context.cwd, name, !isRehearsal))) return;
  const said = saidBy === undefined ? "" : ` (${saidBy})`;
  const go = (flag: string): string => `${context.commandLine} ${flag}`;
  throw new LiveOriginError({
    code: "OTHER_STAGE",
    message: isRehearsal
      ? `This folder has no rehearsal called ${name}, but a real stack of that name, and this run looks in the sandbox${said}.`
      : `This folder has no stack called ${name}, but a rehearsal of that name, and this run looks in AWS and Momento${said}.`,
    hint: isRehearsal
      ? `For the real one: ${go("--no-sandbox")}\n  To look in the sandbox all the same: ${go("--sandbox")}`
      : `For the rehearsal: ${go("--sandbox")}\n  To look in AWS and Momento all the same: ${go("--no-sandbox")}`,
    resource: name,
    exitCode: EXIT.usage,
  });
}

/** A state that cannot be read counts as one. */
async function hasState(cwd: string, name: string, isRehearsal: boolean): Promise<boolean> {
  const files = stackFiles(cwd, name, isRehearsal);
  return (await readState(files).catch(() => true as const)) !== undefined;
}
