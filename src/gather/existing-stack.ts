import type { Invocation } from "../cli/command.ts";
import type { TeardownFlags } from "../cli/command-flags.ts";
import { ourCommand } from "../cli/next-command.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { LiveOriginError } from "../config/failure.ts";
import { flagWords } from "../config/text/shell-text.ts";
import { standing } from "../config/resolve/remembered.ts";
import { knownSettings } from "../config/resolve/known-settings.ts";
import type { ExistingStackRequest } from "../core/stack/open-existing-stack.ts";
import { noStack } from "../core/state/no-stack.ts";
import { readApplied } from "../core/state/applied-spec.ts";
import { readState, type StackFiles, stackFiles } from "../core/state/stack-files.ts";
import type { State } from "../core/state/state.ts";
import { readSandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { noSandbox } from "../rehearsal/start-sandbox.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import { readAwsSetup } from "./aws-profile.ts";
import { readSpecFile } from "./config-file.ts";
import { findMomentoKey, findOwnKey, isKeyFileElsewhere } from "./find-momento-key.ts";
import { fileNow } from "./remembered-settings.ts";
import { refuseForeignHosts } from "./refuse-foreign-hosts.ts";
import { refuseOtherMode } from "./refuse-other-mode.ts";
import { isFileOf, nameOf, regionOf } from "./stack-name.ts";

const ALL_PARTS = ["origin", "channel", "cdn"] as const;

/** What commands on an existing stack may say of the way there. */
type OpeningFlags = Partial<Pick<TeardownFlags, "rebuildState" | "waitLock" | "wait">>;

/** How a command wants an existing stack. */
type ExistingStackOptions = {
  /** Look only: no lock, nothing written. */
  readonly readOnly: boolean;
  /** Without a key of the account, the stack's own encoder key is used: enough to look, and to refresh keys. */
  readonly ownKeyWillDo?: boolean;
};

/**
 * Where a stack is that exists and what it was made with: its name from the flags, the environment or the file, the rest from
 * what was applied last. Asks no cloud. Throws OTHER_MODE, NO_SANDBOX, NO_STACK, INPUT_NEEDED, MOMENTO_HOST_FOREIGN.
 */
export async function gatherExistingStack(
  invocation: Invocation<OpeningFlags>,
  { readOnly, ownKeyWillDo = false }: ExistingStackOptions,
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
  if (isUnknown)
    throw noStack(
      name,
      isRehearsal,
      ourCommand(["init", ...flagWords("--name", name)], invocation),
    );
  const aws = await readAwsSetup(context, flags);
  const momentoKey = isRehearsal
    ? undefined
    : await findKey(invocation, ownKeyWillDo ? files : undefined);
  if (!isRehearsal && momentoKey === undefined) throw momentoKeyNeeded();
  const region = state?.region ?? regionOf(invocation, { file, rehearsal, aws });
  const own = isFileOf(invocation, file, name) ? file : undefined;
  const applied = await readApplied(files);
  const suggested = rehearsal === undefined ? undefined : suggestedSettings(rehearsal);
  return {
    access: { profile: aws.profile, momentoKey, rehearsal },
    settings: knownSettings(name, region, { applied: applied?.settings, file: own, suggested }),
    standing: applied && standing(applied, fileNow(invocation, file), ALL_PARTS).settings,
    file: own,
    readOnly,
    rebuildState,
    waitsForLock: flags.waitLock === true,
    deployDeadlineMs: flags.wait === false ? 0 : undefined,
  };
}

/** A key of the account; failing that the stack's own, also where the file that the Spec file names is on another machine only. */
async function findKey(
  invocation: Pick<Invocation, "context" | "momentoKeyFile">,
  files: StackFiles | undefined,
): Promise<FoundKey | undefined> {
  const own = files === undefined ? undefined : await findOwnKey(files.keys);
  if (own !== undefined && (await isKeyFileElsewhere(invocation))) return own;
  return (await findMomentoKey(invocation)) ?? own;
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

/** What a command says that works on a stack and finds no key of its account. Pure. */
export function momentoKeyNeeded(): LiveOriginError {
  return inputNeeded([
    {
      flag: "--momento-key-file",
      variable: "MOMENTO_API_KEY",
      what: "the Momento API key of this stack's account",
    },
  ]);
}
