import type { Config } from "../config/schema/schema.ts";
import { settingsHeld, withoutHeld } from "../config/resolve/held-settings.ts";
import { besideSuggested } from "../config/resolve/remembered.ts";
import type { Resolution } from "../config/resolve/resolution.ts";
import { type ResolveInput, resolveSpec } from "../config/resolve/resolve.ts";
import { treeOf } from "../config/resolve/tree.ts";
import { SPEC_PARTS, type SpecPart } from "../config/spec.ts";
import type { Invocation } from "../cli/command.ts";
import type { StackFiles } from "../core/state/stack-files.ts";
import { readSandboxFile, type SandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { type AwsSetup, readAwsSetup } from "./aws-profile.ts";
import { readSpecFile } from "./config-file.ts";
import { REHEARSAL_SETTINGS } from "./rehearsal-settings.ts";
import { type StartingPoint, startingPoint } from "./remembered-settings.ts";

type Said = Omit<ResolveInput, "answers">;

/** Everything on this machine that says settings of the Spec, a person's answers apart. */
export type SettingSources = {
  /** The Spec file as it was read; undefined without one. */
  readonly file: unknown;
  /** Where the files of the stack are. */
  readonly files: StackFiles;
  readonly aws: AwsSetup;
  readonly rehearsal: SandboxFile | undefined;
  /** What the stack was last made with. */
  readonly start: StartingPoint;
  /** The settings of parts that this command leaves as they are. */
  readonly held: ReadonlyMap<string, SpecPart>;
  /** All that was said, with the defaults of a sandbox: the one that runs, or one that has been started since. */
  readonly said: (sandbox: SandboxFile | undefined) => Said;
  /** The same without what is held. */
  readonly given: (sandbox: SandboxFile | undefined) => Said;
  readonly resolve: (answers: Config | undefined, sandbox: SandboxFile | undefined) => Resolution;
};

/** Reads what says settings: files and environment, no network. Throws what reading the files throws. */
export async function readSettingSources(
  invocation: Invocation,
  { parts, own }: { readonly parts: readonly SpecPart[]; readonly own?: SpecPart },
): Promise<SettingSources> {
  const { context, flags, mode, typed } = invocation;
  const { isRehearsal } = mode;
  const file = await readSpecFile(context, flags);
  const aws = await readAwsSetup(context, flags);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  const start = await startingPoint(invocation, {
    tree: file,
    parts: own === undefined ? SPEC_PARTS : [own],
    rehearsal,
  });
  const held = settingsHeld(own, start.made);
  const said = (sandbox: SandboxFile | undefined): Said => {
    const defaults = isRehearsal ? rehearsalDefaults(sandbox) : awsDefaults(aws);
    const remembered = besideSuggested(start.settings, defaults);
    return { flags: typed, env: context.env, file, remembered, defaults, parts };
  };
  const given = (sandbox: SandboxFile | undefined): Said => withoutHeld(said(sandbox), held);
  return {
    file,
    files: start.files,
    aws,
    rehearsal,
    start,
    held,
    said,
    given,
    resolve: (answers, sandbox) => resolveSpec({ ...given(sandbox), answers }),
  };
}

function rehearsalDefaults(sandbox: SandboxFile | undefined): unknown {
  return sandbox === undefined ? treeOf(REHEARSAL_SETTINGS) : suggestedSettings(sandbox);
}

function awsDefaults({ region }: AwsSetup): unknown {
  return region === undefined ? {} : { region };
}
