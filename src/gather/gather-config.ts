import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Source, Warning } from "../config/resolve/resolution.ts";
import { failureOf } from "../config/resolve/resolution-failure.ts";
import { besideHeld, type HeldBack, heldBack } from "../config/resolve/held-settings.ts";
import { givenSettings, resolveSpec, settingsSoFar } from "../config/resolve/resolve.ts";
import type { Spec, SpecPart } from "../config/spec.ts";
import { type AwsSetup, requireProfile } from "./aws-profile.ts";
import type { Config } from "../config/schema/schema.ts";
import type { Invocation } from "../cli/command.ts";
import type { MakingFlags } from "../cli/flags.ts";
import type { NeededInput } from "../config/needed-input.ts";
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
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";
import { changedByRemoval, type SettingsMemory, toRemember } from "../config/resolve/remembered.ts";
import { readSettingSources, type SettingSources } from "./setting-sources.ts";
import { saysWholeStack } from "../config/resolve/known-settings.ts";
import { isFileOf } from "./stack-name.ts";
import { type AskedAnswers, transcriptOf, type Transcript } from "./wizard/transcript.ts";

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

/**
 * flags, environment, file, remembered settings and answers → Spec. The order of judgement: invalid values first (exit 2, all of
 * them), then everything missing at once (exit 4), all before the network.
 */
export async function gatherConfig(
  invocation: Invocation<MakingFlags>,
  options: GatherOptions,
): Promise<GatheredConfig> {
  const { context, flags, mode } = invocation;
  const { isRehearsal } = mode;
  const isOffline = flags.offline === true;
  if (isOffline && flags.dryRun !== true) throw offlineNeedsDryRun();

  const sources = await readSettingSources(invocation, options);
  const { aws, rehearsal, said, given, held } = sources;
  const before = await judgeSaid(invocation, sources);
  const needsClouds = !isRehearsal && !isOffline;
  if (needsClouds) requireProfile(aws);
  const givenKeys = await readGivenKeys(invocation);
  const substitute = (): Promise<FoundKey | undefined> =>
    findSubstituteKey(sources.files, givenKeys);
  const momentoKey = needsClouds
    ? ((await findMomentoKey(invocation)) ?? (await substitute()))
    : undefined;
  const asksAws = options.parts.some((part) => part !== "origin");
  const needed = [
    ...before.missing,
    ...(needsClouds ? missingCredentials(context, { momentoKey, aws, asksAws }) : []),
  ];
  const walks = options.wizard === true && flags.yes !== true;
  let answered: AskedAnswers | undefined;
  if (!isInteractive(invocation)) {
    const resolution = sources.resolve(undefined, rehearsal);
    const all = [...needed, ...consentsAhead(flags, resolution, options.parts)];
    if (all.length > 0) throw inputNeeded(all);
  } else if (walks || needed.length > 0) {
    const { runWizard } = await import("./wizard/wizard.ts");
    answered = await runWizard(invocation, {
      given: given(rehearsal),
      isRehearsal,
      rehearsal,
      momentoKey,
      needsKey: needsClouds,
      needsAws: needsClouds && asksAws,
      needsNoAccount: (await substitute()) !== undefined,
      scope: walks && saysNothingOfTheSpec(sources.file) ? "all" : "missing",
      summary: walks,
    });
  }
  const answers = answered?.answers;
  const resolution = sources.resolve(answers, rehearsal);
  if (!resolution.ok) throw failureOf(held.size === 0 ? resolution : besideHeld(resolution));
  if (isRehearsal && rehearsal === undefined && !isOffline && !options.startsSandbox)
    throw noSandbox();
  const complete = (sandbox: SandboxFile | undefined): ReturnType<typeof completed> =>
    completed(invocation, sources, { answers, sandbox });
  const { spec, memory } = await complete(rehearsal);
  return {
    spec,
    memory,
    heldBack: heldBack({ asked: before.asked, said: said(rehearsal) }, spec, held),
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
    resolveAgain: complete,
  };
}

/** Refuses what is not valid in all that was said. Returns what is missing, and what was asked for as far as it goes. */
async function judgeSaid(
  invocation: Invocation<MakingFlags>,
  { file, files, rehearsal, said }: SettingSources,
): Promise<{ readonly missing: readonly NeededInput[]; readonly asked: unknown }> {
  const before = resolveSpec(said(rehearsal));
  const problems = before.ok ? [] : before.problems;
  // Where a foreign host comes from is more than a list of problems tells.
  if (problems.length <= 1) await refuseForeignHosts(invocation, { file, files });
  if (before.ok) {
    const asked = await reachableInput(before.spec, placeOf(invocation, rehearsal));
    return { missing: [], asked };
  }
  if (problems.length > 0) throw failureOf(before);
  return { missing: before.missing, asked: settingsSoFar(said(rehearsal)).draft };
}

/** The Spec with an input that can be reached from where it runs, and what the next run is to remember of it. */
async function completed(
  invocation: Invocation<MakingFlags>,
  sources: SettingSources,
  {
    answers,
    sandbox,
  }: { readonly answers: Config | undefined; readonly sandbox: SandboxFile | undefined },
): Promise<Pick<GatheredConfig, "spec" | "memory">> {
  const { isRehearsal } = invocation.mode;
  const { file, start } = sources;
  const made = sources.resolve(answers, sandbox);
  if (!made.ok) throw failureOf(made);
  const spec = await reachableInput(made.spec, placeOf(invocation, sandbox));
  if (invocation.flags.offline !== true)
    await allowOwnServer(made.spec, made.sources, { isRehearsal, sandbox });
  const settings = givenSettings({ ...sources.given(sandbox), answers });
  const remembered = { ...toRemember(settings, spec, start), sandboxId: sandbox?.id };
  const removed =
    start.before === undefined
      ? []
      : changedByRemoval(start.removed, start.before, { spec, sources: made.sources });
  const isKnown =
    start.before !== undefined ||
    (isFileOf(invocation, file, spec.name) && saysWholeStack(spec, file));
  return { spec, memory: { remembered, removed, isKnown } };
}

function placeOf(
  { context, mode }: Invocation,
  sandbox: SandboxFile | undefined,
): Parameters<typeof reachableInput>[1] {
  return { cwd: context.cwd, isRehearsal: mode.isRehearsal, files: sandbox?.files };
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

function offlineNeedsDryRun(): LiveOriginError {
  return new LiveOriginError({
    code: "USAGE",
    message: "--offline asks no cloud, so nothing can be made with it.",
    hint: "Add --dry-run, or leave --offline out.",
    resource: "--offline",
    exitCode: EXIT.usage,
  });
}
