import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Resolution, Source, Warning } from "../config/resolve/resolution.ts";
import { failureOf } from "../config/resolve/resolution-failure.ts";
import {
  type HeldBack,
  heldBack,
  settingsHeld,
  withoutHeld,
} from "../config/resolve/held-settings.ts";
import { givenSettings, resolveSpec, settingsSoFar } from "../config/resolve/resolve.ts";
import type { Spec, SpecPart } from "../config/spec.ts";
import { type AwsSetup, readAwsSetup, requireProfile } from "./aws-profile.ts";
import type { Config } from "../config/schema/schema.ts";
import type { Invocation } from "../cli/command.ts";
import type { MakingFlags } from "../cli/flags.ts";
import { inputNeeded } from "../cli/input-needed.ts";
import { isInteractive } from "../cli/interactive.ts";
import { consentsAhead } from "./consents-ahead.ts";
import { missingCredentials } from "./missing-credentials.ts";
import { findMomentoKey } from "./find-momento-key.ts";
import type { FoundKey } from "../services/momento/found-key.ts";
import type { GivenKeys } from "../services/momento/imported-keys.ts";
import { readGivenKeys } from "./imported-keys.ts";
import type { EventRunMs } from "./event-length.ts";
import { findSubstituteKey } from "./find-substitute-key.ts";
import { allowOwnServer, reachableInput } from "./local-input.ts";
import { refuseForeignHosts } from "./refuse-foreign-hosts.ts";
import { noSandbox } from "../rehearsal/start-sandbox.ts";
import { readSandboxFile, type SandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { readSpecFile } from "./config-file.ts";
import {
  besideSuggested,
  changedByRemoval,
  type SettingsMemory,
  toRemember,
} from "../config/resolve/remembered.ts";
import { startingPoint } from "./remembered-settings.ts";
import { saysWholeStack } from "../config/resolve/known-settings.ts";
import { isFileOf } from "./stack-name.ts";
import { type AskedAnswers, transcriptOf, type Transcript } from "./wizard/transcript.ts";

/** Stands for the sandbox's defaults while a Spec is checked before the sandbox is started. */
const REHEARSAL_DEFAULTS = {
  region: "us-west-2",
  channel: { input: { type: "mp4-file", url: "http://127.0.0.1/test-pattern.mp4" } },
};

/** All that a run was told, checked as far as it can be without a network. */
export type GatheredConfig = {
  readonly spec: Spec;
  readonly sources: Readonly<Record<string, Source>>;
  readonly warnings: readonly Warning[];
  /** What was said of parts that are there and are not this command's: it is neither applied nor remembered. */
  readonly heldBack: readonly HeldBack[];
  readonly aws: AwsSetup;
  /** Undefined offline and in a rehearsal. */
  readonly momentoKey: FoundKey | undefined;
  /** Keys that the user brings instead of having them made. */
  readonly givenKeys: GivenKeys;
  readonly rehearsal: SandboxFile | undefined;
  /** How long the channel is to run, as it was answered; undefined where that was not asked. */
  readonly eventMs: EventRunMs | undefined;
  /** Set when questions were answered: how to say the same without them. */
  readonly transcript: Transcript | undefined;
  /** What a plan that is consented to leaves for the next run. */
  readonly memory: SettingsMemory;
  /** Resolves the same settings again, with the defaults of a sandbox that has been started since. */
  readonly resolveAgain: (
    rehearsal: SandboxFile,
  ) => Promise<Pick<GatheredConfig, "spec" | "memory">>;
};

type GatherOptions = {
  readonly parts: readonly SpecPart[];
  /** May a sandbox be started when none runs? Only init does. */
  readonly startsSandbox: boolean;
  /** The one part that is made; the others stay as they were made. Undefined: all of them are made. */
  readonly own?: SpecPart;
  /** Does a person walk through all questions, and not only through what is missing? */
  readonly wizard?: boolean;
};

const ALL_PARTS: readonly SpecPart[] = ["origin", "channel", "cdn"];

/**
 * flags, environment, file, remembered settings and answers → Spec. The order of judgement: invalid values first (exit 2, all of
 * them), then everything missing at once (exit 4), all before the network.
 */
export async function gatherConfig(
  invocation: Invocation<MakingFlags>,
  options: GatherOptions,
): Promise<GatheredConfig> {
  const { context, flags, mode, typed } = invocation;
  const { isRehearsal } = mode;
  const isOffline = flags.offline === true;
  if (isOffline && flags.dryRun !== true) throw offlineNeedsDryRun();

  const file = await readSpecFile(context, flags);
  const aws = await readAwsSetup(context, flags);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  const { own } = options;
  const start = await startingPoint(invocation, {
    tree: file,
    parts: own === undefined ? ALL_PARTS : [own],
    rehearsal,
  });
  const held = settingsHeld(own, start.made);
  const said = (sandbox: SandboxFile | undefined) => {
    const defaults = isRehearsal ? rehearsalDefaults(sandbox) : awsDefaults(aws);
    const remembered = besideSuggested(start.settings, defaults);
    return { flags: typed, env: context.env, file, remembered, defaults, parts: options.parts };
  };
  const given = (sandbox: SandboxFile | undefined) => withoutHeld(said(sandbox), held);
  const resolve = (answers: Config | undefined, sandbox: SandboxFile | undefined): Resolution =>
    resolveSpec({ ...given(sandbox), answers });

  const before = resolveSpec(said(rehearsal));
  if (!before.ok && before.problems.length > 0) {
    // Where a foreign host comes from is more than a list of problems tells.
    if (before.problems.length === 1)
      await refuseForeignHosts(invocation, { file, files: start.files });
    throw failureOf(before);
  }
  await refuseForeignHosts(invocation, { file, files: start.files });
  const place = { cwd: context.cwd, isRehearsal, files: rehearsal?.files };
  const asked = before.ok
    ? await reachableInput(before.spec, place)
    : settingsSoFar(said(rehearsal)).draft;
  const needsClouds = !isRehearsal && !isOffline;
  if (needsClouds) requireProfile(aws);
  const givenKeys = await readGivenKeys(invocation);
  const momentoKey = needsClouds
    ? ((await findMomentoKey(invocation)) ?? (await findSubstituteKey(start.files, givenKeys)))
    : undefined;
  const asksAws = options.parts.some((part) => part !== "origin");
  const needed = [
    ...(before.ok ? [] : before.missing),
    ...(needsClouds ? missingCredentials(context, { momentoKey, aws, asksAws }) : []),
  ];
  const interactive = isInteractive(invocation);
  if (!interactive) {
    const consents = consentsAhead(flags, resolve(undefined, rehearsal), options.parts);
    const all = [...needed, ...consents];
    if (all.length > 0) throw inputNeeded(all);
  }
  const walks = options.wizard === true && flags.yes !== true;
  let answered: AskedAnswers | undefined;
  if (interactive && (walks || needed.length > 0)) {
    const { runWizard } = await import("./wizard/wizard.ts");
    answered = await runWizard(invocation, {
      given: given(rehearsal),
      isRehearsal,
      rehearsal,
      momentoKey,
      needsKey: needsClouds,
      needsAws: needsClouds && asksAws,
      needsNoAccount: (await findSubstituteKey(start.files, givenKeys)) !== undefined,
      scope: walks && saysNothingOfTheSpec(file) ? "all" : "missing",
      summary: walks,
    });
  }
  const resolution = resolve(answered?.answers, rehearsal);
  if (!resolution.ok) throw failureOf(resolution);
  if (isRehearsal && rehearsal === undefined && !isOffline && !options.startsSandbox)
    throw noSandbox();
  const complete = async (made: Resolution, sandbox: SandboxFile | undefined) => {
    if (!made.ok) throw failureOf(made);
    const spec = await reachableInput(made.spec, { ...place, files: sandbox?.files });
    if (!isOffline) await allowOwnServer(made.spec, made.sources, { isRehearsal, sandbox });
    const settings = givenSettings({ ...given(sandbox), answers: answered?.answers });
    const remembered = { ...toRemember(settings, spec, start), sandboxId: sandbox?.id };
    const removed =
      start.before === undefined
        ? []
        : changedByRemoval(start.removed, start.before, { spec, sources: made.sources });
    const isKnown =
      start.before !== undefined ||
      (isFileOf(invocation, file, spec.name) && saysWholeStack(spec, file));
    return { spec, memory: { remembered, removed, isKnown } };
  };
  const completed = await complete(resolution, rehearsal);
  return {
    ...completed,
    heldBack: heldBack({ asked, said: said(rehearsal) }, completed.spec, held),
    sources: resolution.sources,
    warnings: resolution.warnings,
    aws,
    momentoKey: answered?.momentoKey ?? momentoKey,
    givenKeys,
    rehearsal,
    eventMs: answered?.eventMs,
    transcript:
      answered === undefined
        ? undefined
        : transcriptOf({
            invocation,
            extract: resolution,
            isRehearsal,
            said: { ...given(rehearsal), flags: {} },
          }),
    resolveAgain: (sandbox) => complete(resolve(answered?.answers, sandbox), sandbox),
  };
}

/** No file, or one that only says where and with which key: then a person is asked everything. */
function saysNothingOfTheSpec(file: unknown): boolean {
  if (file === undefined) return true;
  const beside = ["$schema", "sandbox", "momentoKeyFile"];
  return (
    typeof file === "object" &&
    file !== null &&
    Object.keys(file).every((name) => beside.includes(name))
  );
}

function rehearsalDefaults(sandbox: SandboxFile | undefined): unknown {
  return sandbox === undefined ? REHEARSAL_DEFAULTS : suggestedSettings(sandbox);
}

function awsDefaults({ region }: AwsSetup): unknown {
  return region === undefined ? {} : { region };
}

function offlineNeedsDryRun(): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message: "--offline asks no cloud, so nothing can be made with it.",
    hint: "Add --dry-run, or leave --offline out.",
    resource: "--offline",
    exitCode: EXIT.usage,
  });
}
