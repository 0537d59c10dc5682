import type { State } from "../provision/state.ts";
import { LiveOriginError } from "../spec/failure.ts";
import { failureOf } from "../spec/resolution-failure.ts";
import { resolveSpec } from "../spec/resolve.ts";
import type { Spec, SpecPart } from "../spec/spec.ts";
import { readAwsSetup } from "./aws-region.ts";
import type { Invocation } from "./catalog.ts";
import { inputNeeded } from "./input-needed.ts";
import { findMomentoKey, findOwnKey } from "./momento-key.ts";
import { noSandbox } from "./local-sandbox.ts";
import { openTarget, type OpenTarget } from "./open-target.ts";
import { readSandboxFile } from "./sandbox-file.ts";
import { readSpecFile } from "./spec-file-reading.ts";
import { nameOf, regionOf } from "./stack-place.ts";
import { openStack, type Stack } from "./stack.ts";
import { readAppliedSpec, readState, type StackFiles, stackFiles } from "./stack-files.ts";

/** A stack that was made before, opened for a command that needs no Spec of its own. */
export type KnownStack = {
  readonly stack: Stack;
  readonly opened: OpenTarget;
  readonly isRehearsal: boolean;
};

export type KnownStackOptions = {
  readonly readOnly: boolean;
  /** Without a key of the account, the stack's own encoder key is used: enough to look, and to refresh keys. */
  readonly ownKeyWillDo?: boolean;
};

/**
 * Opens a stack that exists: its name from the flags, the environment or the file, the rest from what was applied last.
 * Throws NO_SANDBOX, NO_STACK, INPUT_NEEDED, and what opening throws.
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
  const state = await readableState(invocation, files);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  if (state === undefined && flags["rebuildState"] === undefined) throw noStack(name, isRehearsal);
  const aws = await readAwsSetup(context, flags);
  const region = state?.region ?? regionOf(invocation, { file, rehearsal, aws });
  const spec = appliedSpec(name, region, await readAppliedSpec(files));
  const momentoKey = isRehearsal
    ? undefined
    : ((await findMomentoKey(context, flags)) ??
      (ownKeyWillDo ? await findOwnKey(files.keys) : undefined));
  if (!isRehearsal && momentoKey === undefined) throw momentoKeyNeeded();
  const opened = await openTarget(invocation, {
    spec,
    profile: aws.profile,
    momentoKey,
    rehearsal,
  });
  const stack = await openStack(invocation, { ...opened, spec, imported: {}, readOnly });
  if (stack.wasKnown) return { stack, opened, isRehearsal };
  await stack.release();
  await stack.clouds.close();
  throw noStack(name, isRehearsal);
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

/**
 * What was applied last, of a stack that has no channel yet too; when that file is lost, the defaults: such commands need only
 * the name and the region of it.
 */
export function appliedSpec(name: string, region: string, applied: unknown): Spec {
  const resolve = (file: unknown, parts: readonly SpecPart[]) =>
    resolveSpec({ flags: { name, region }, env: {}, file, parts });
  const whole = resolve(applied, ["origin", "channel", "cdn"]);
  if (whole.ok) return whole.spec;
  const withoutChannel = resolve(applied, ["origin", "cdn"]);
  if (withoutChannel.ok) return withoutChannel.spec;
  const fallback = resolve(undefined, ["origin", "cdn"]);
  if (fallback.ok) return fallback.spec;
  throw failureOf(fallback);
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

function noStack(name: string, isRehearsal: boolean): LiveOriginError {
  return new LiveOriginError({
    code: "NO_STACK",
    message: `There is no ${isRehearsal ? "rehearsal" : "stack"} called ${name} in this folder.`,
    hint: `Make it: live-origin init --name ${name}${isRehearsal ? " --sandbox" : ""}. Or run in the folder where it was made.`,
    resource: name,
  });
}
