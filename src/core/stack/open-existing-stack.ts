import type { State } from "../state/state.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { readAwsSetup } from "../../gather/aws-profile.ts";
import type { Flags, Invocation } from "../../cli/command.ts";
import { inputNeeded } from "../../cli/input-needed.ts";
import { type KnownSettings, knownSettings } from "../../gather/applied-config.ts";
import {
  findMomentoKey,
  findOwnKey,
  type FoundKey,
  isKeyFileElsewhere,
} from "../../gather/find-momento-key.ts";
import { flagWords } from "../../config/shell-text.ts";
import { ourCommand } from "../../cli/next-command.ts";
import { refuseOtherStage } from "./refuse-other-mode.ts";
import { noSandbox } from "../../rehearsal/start-sandbox.ts";
import { openTarget, type OpenTarget } from "./connect-target.ts";
import { readSandboxFile, suggestedSettings } from "../../rehearsal/sandbox-file.ts";
import { standing } from "../../config/remembered.ts";
import { fileNow } from "../../gather/remembered-settings.ts";
import { refuseForeignHosts } from "../../gather/refuse-foreign-hosts.ts";
import { readSpecFile } from "../../gather/config-file.ts";
import { isFileOf, nameOf, regionOf } from "../../gather/stack-name.ts";
import { openStack, type Stack } from "./open-stack.ts";
import { readApplied } from "../state/applied-spec.ts";
import { readState, type StackFiles, stackFiles } from "../state/stack-files.ts";

/** A stack that was made before, opened for a command that needs no Spec of its own. */
export type KnownStack = {
  readonly stack: Stack;
  readonly opened: OpenTarget;
  readonly isRehearsal: boolean;
  readonly settings: KnownSettings;
  /** The Spec file, if there is one for this stack. */
  readonly file: unknown;
  /** What of the remembered settings a bare `init` would start from: a key that is gone from the file is gone from them. */
  readonly standing: unknown;
};

const ALL_PARTS = ["origin", "channel", "cdn"] as const;

export type KnownStackOptions = {
  readonly readOnly: boolean;
  /** Without a key of the account, the stack's own encoder key is used: enough to look, and to refresh keys. */
  readonly ownKeyWillDo?: boolean;
};

/**
 * Opens a stack that exists: its name from the flags, the environment or the file, the rest from what was applied last.
 * Throws OTHER_STAGE, NO_SANDBOX, NO_STACK, INPUT_NEEDED, MOMENTO_HOST_FOREIGN, and what opening throws.
 */
export async function openKnownStack(
  invocation: Invocation,
  { readOnly, ownKeyWillDo = false }: KnownStackOptions,
): Promise<KnownStack> {
  const { context, flags } = invocation;
  const isRehearsal = flags["sandbox"] === true;
  const file = await readSpecFile(context, flags);
  const name = nameOf(invocation, file);
  const files = stackFiles(context.cwd, name, isRehearsal);
  await refuseForeignHosts(invocation, { file, files });
  const state = await readableState(invocation, files);
  const isUnknown = state === undefined && flags["rebuildState"] === undefined;
  if (isUnknown) await refuseOtherStage(invocation, name);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  if (isUnknown) throw noStack(name, flags);
  const aws = await readAwsSetup(context, flags);
  const momentoKey = isRehearsal
    ? undefined
    : await findKey(invocation, ownKeyWillDo ? files : undefined);
  if (!isRehearsal && momentoKey === undefined) throw momentoKeyNeeded();
  const region = state?.region ?? regionOf(invocation, { file, rehearsal, aws });
  const own = isFileOf(invocation, file, name) ? file : undefined;
  const applied = await readApplied(files);
  const suggested = rehearsal === undefined ? undefined : suggestedSettings(rehearsal);
  const settings = knownSettings(name, region, {
    applied: applied?.settings,
    file: own,
    suggested,
  });
  const { spec } = settings;
  const opened = await openTarget(invocation, {
    spec,
    profile: aws.profile,
    momentoKey,
    rehearsal,
  });
  const stack = await openStack(invocation, { ...opened, spec, imported: {}, readOnly });
  const standingNow = applied && standing(applied, fileNow(invocation, file), ALL_PARTS).settings;
  if (stack.wasKnown)
    return { stack, opened, isRehearsal, settings, file: own, standing: standingNow };
  await stack.release();
  await stack.clouds.close();
  throw noStack(name, flags);
}

/** A key of the account; failing that the stack's own, also where the file that the Spec file names is on another machine only. */
async function findKey(
  { context, flags }: Invocation,
  files: StackFiles | undefined,
): Promise<FoundKey | undefined> {
  const own = files === undefined ? undefined : await findOwnKey(files.keys);
  if (own !== undefined && (await isKeyFileElsewhere(context, flags))) return own;
  return (await findMomentoKey(context, flags)) ?? own;
}

/** The state; with `--rebuild-state` a damaged one is as good as none. */
async function readableState({ flags }: Invocation, files: StackFiles): Promise<State | undefined> {
  try {
    return await readState(files);
  } catch (error) {
    const isDamaged = error instanceof LiveOriginError && error.code === "STATE_DAMAGED";
    if (isDamaged && flags["rebuildState"] !== undefined) return undefined;
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

function noStack(name: string, flags: Flags): LiveOriginError {
  const isRehearsal = flags["sandbox"] === true;
  return new LiveOriginError({
    code: "NO_STACK",
    message: `There is no ${isRehearsal ? "rehearsal" : "stack"} called ${name} in this folder.`,
    hint: `Make it: ${ourCommand(["init", ...flagWords("--name", name)], flags)}. Or run in the folder where it was made.`,
    resource: name,
  });
}
