import { SPEC_PARTS } from "../config/spec.ts";
import type { Invocation } from "../cli/command.ts";
import type { StopFlags, TeardownFlags } from "../cli/command-flags.ts";
import { ourCommand } from "../cli/next-command.ts";
import { LiveOriginError } from "../config/failure.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { standing } from "../config/resolve/remembered.ts";
import { knownSettings } from "../config/resolve/known-settings.ts";
import type { ExistingStackRequest } from "../core/stack/open-existing-stack.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { StackSearch } from "../core/stack/find-stack.ts";
import { noStack } from "../core/state/no-stack.ts";
import { readApplied } from "../core/state/applied-spec.ts";
import { readState, type StackFiles, stackFiles, stacksHere } from "../core/state/stack-files.ts";
import type { State } from "../core/state/state.ts";
import { readSandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { readAwsSetup } from "./aws-profile.ts";
import { readSpecFile } from "./config-file.ts";
import { findStackKey } from "./find-stack-key.ts";
import { fileNow } from "./remembered-settings.ts";
import { refuseForeignHosts } from "./refuse-foreign-hosts.ts";
import { refuseOtherMode } from "./refuse-other-mode.ts";
import { findRegion, regionOf } from "./find-region.ts";
import { isFileOf, nameOf } from "./stack-name.ts";

/** What commands on an existing stack may say of the way there. */
type OpeningFlags = Partial<
  Pick<TeardownFlags, "rebuildState" | "waitLock" | "wait"> & Pick<StopFlags, "stackId">
>;

/** How a command wants an existing stack. */
type ExistingStackOptions = {
  /** Look only: no lock, nothing written. */
  readonly readOnly: boolean;
  /**
   * Which key Momento is asked with. `none`: it is not asked. `own`: the account's, else the stack's own, else it is done
   * without. `any`: either of them, asked for when there is none. `account`: the account's, asked for when there is none.
   */
  readonly momento: "none" | "own" | "any" | "account";
  /** An encoder key that the user brings, for where the stack's own no longer works. */
  readonly given?: FoundKey | undefined;
  /** May a stack be found by its tags where this folder has no state? */
  readonly finds?: Omit<StackSearch, "stackId">;
};

/**
 * Where a stack is that exists and what it was made with: its name from the flags, the environment or the file, the rest from
 * what was applied last. Asks no cloud. Throws OTHER_STAGE, NO_SANDBOX, NO_STACK, INPUT_NEEDED, MOMENTO_HOST_FOREIGN.
 */
export async function gatherExistingStack(
  invocation: Invocation<OpeningFlags>,
  { readOnly, momento, given, finds }: ExistingStackOptions,
): Promise<ExistingStackRequest> {
  const { context, flags, mode } = invocation;
  const { isRehearsal } = mode;
  const { rebuildState } = flags;
  const file = await readSpecFile(context, flags);
  const name = nameOf(invocation, file);
  const files = stackFiles(context.cwd, name, isRehearsal);
  await refuseForeignHosts(invocation, { file, files });
  const state = await readableState(files, rebuildState !== undefined);
  const isUnknown = state === undefined && rebuildState === undefined;
  if (isUnknown) await refuseOtherMode(invocation, name);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  const init = ourCommand(["init", ...flagWords("--name", name)], invocation);
  const others = isUnknown ? await stacksHere(context.cwd, isRehearsal) : [];
  if (isUnknown && finds === undefined) throw noStack({ name, isRehearsal, init, others });
  const aws = await readAwsSetup(context, flags);
  const sources = { file, rehearsal, aws };
  if (isUnknown && findRegion(invocation, sources) === undefined)
    throw noStack({ name, isRehearsal, init, looked: "nowhere", others });
  const region = state?.region ?? regionOf(invocation, sources);
  const cell = state?.target.kind === "clouds" ? state.target.cell : undefined;
  const momentoKey = isRehearsal
    ? undefined
    : await findStackKey(invocation, { momento, files, cell, given });
  const own = isFileOf(invocation, file, name) ? file : undefined;
  const applied = await readApplied(files);
  const suggested = rehearsal === undefined ? undefined : suggestedSettings(rehearsal);
  const stackId = flags.stackId ?? true;
  return {
    access: { profile: aws.profile, momentoKey, rehearsal },
    cell,
    search: isUnknown && finds !== undefined ? { ...finds, stackId } : undefined,
    settings: knownSettings(name, region, { applied: applied?.settings, file: own, suggested }),
    standing: applied && standing(applied, fileNow(invocation, file), SPEC_PARTS).settings,
    file: own,
    readOnly: readOnly || isUnknown,
    rebuildState,
    waitsForLock: flags.waitLock === true,
    deployDeadlineMs: flags.wait === false ? 0 : undefined,
  };
}

/** The state; where it is to be rebuilt a damaged one is as good as none. */
async function readableState(files: StackFiles, isRebuilt: boolean): Promise<State | undefined> {
  try {
    return await readState(files);
  } catch (error) {
    const isDamaged = error instanceof LiveOriginError && error.code === "STATE_DAMAGED";
    if (isDamaged && isRebuilt) return undefined;
    throw error;
  }
}
