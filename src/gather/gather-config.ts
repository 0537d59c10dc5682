import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Resolution, Source, Warning } from "../config/resolution.ts";
import { failureOf } from "../config/resolution-failure.ts";
import { resolveSpec } from "../config/resolve.ts";
import type { Spec, SpecPart } from "../config/spec.ts";
import { type AwsSetup, readAwsSetup, requireProfile } from "./aws-profile.ts";
import type { Config } from "../config/schema.ts";
import type { Flags, Invocation } from "../cli/command.ts";
import { inputNeeded, type NeededInput } from "../cli/input-needed.ts";
import { isInteractive } from "../cli/interactive.ts";
import { missingLeakConsent } from "../core/provision/key-leak.ts";
import { settingsUnknown } from "./applied-config.ts";
import { nextCommand } from "../cli/next-command.ts";
import { findMomentoKey, type FoundKey } from "./find-momento-key.ts";
import { reachableInput } from "./local-input.ts";
import { noSandbox } from "../rehearsal/start-sandbox.ts";
import { readSandboxFile, type SandboxFile, suggestedSettings } from "../rehearsal/sandbox-file.ts";
import { readSpecFile } from "./config-file.ts";
import { rememberedDefaults } from "./applied-defaults.ts";
import { readAppliedSpec, readState, stackFiles } from "../core/state/stack-files.ts";
import { nameOf } from "./stack-name.ts";
import { type AskedAnswers, toldBy, type WizardRecord } from "./wizard/transcript.ts";

/** Stands for the sandbox's defaults while a Spec is checked before the sandbox is started. */
const REHEARSAL_DEFAULTS = {
  region: "us-west-2",
  channel: { input: { type: "mp4-file", url: "http://127.0.0.1/test-pattern.mp4" } },
};

/** All that a run was told, checked as far as it can be without a network. */
export type Settled = {
  readonly spec: Spec;
  readonly sources: Readonly<Record<string, Source>>;
  readonly warnings: readonly Warning[];
  readonly aws: AwsSetup;
  /** Undefined offline and in a rehearsal. */
  readonly momentoKey: FoundKey | undefined;
  readonly rehearsal: SandboxFile | undefined;
  /** Set when questions were answered: how to say the same without them. */
  readonly told: WizardRecord | undefined;
  /** Resolves the same wishes again, with the defaults of a sandbox that has been started since. */
  readonly resolveAgain: (rehearsal: SandboxFile) => Promise<Spec>;
};

export type Settling = {
  readonly parts: readonly SpecPart[];
  /** May a sandbox be started when none runs? Only init does. */
  readonly startsSandbox: boolean;
  /** The one part that is made; the others are as they were applied last. Undefined: all of them are told anew. */
  readonly own?: SpecPart;
  /** Does a person walk through all questions, and not only through what is missing? */
  readonly wizard?: boolean;
};

/**
 * flags, environment, file and answers → Spec. The order of judgement (DESIGN §8): invalid values first (exit 2, all of
 * them), then everything missing at once (exit 4), all before the network.
 */
export async function settle(invocation: Invocation, settling: Settling): Promise<Settled> {
  const { context, flags } = invocation;
  const isRehearsal = flags["sandbox"] === true;
  const isOffline = flags["offline"] === true;
  if (isOffline && flags["dryRun"] !== true) throw offlineNeedsDryRun();

  const file = await readSpecFile(context, flags);
  const aws = await readAwsSetup(context, flags);
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  const remember = await rememberingDefaults(invocation, settling, file, isRehearsal);
  const given = (sandbox: SandboxFile | undefined) => ({
    flags,
    env: context.env,
    file,
    defaults: remember(isRehearsal ? rehearsalDefaults(sandbox) : awsDefaults(aws)),
    parts: settling.parts,
  });
  const resolve = (answers: Config | undefined, sandbox: SandboxFile | undefined): Resolution =>
    resolveSpec({ ...given(sandbox), answers });

  const before = resolve(undefined, rehearsal);
  if (!before.ok && before.problems.length > 0) throw failureOf(before);
  const place = { cwd: context.cwd, isRehearsal, files: rehearsal?.files };
  if (before.ok) await reachableInput(before.spec, place);
  const needsClouds = !isRehearsal && !isOffline;
  if (needsClouds) requireProfile(aws);
  const momentoKey = needsClouds ? await findMomentoKey(context, flags) : undefined;
  const needed = [
    ...(before.ok ? [] : before.missing),
    ...(needsClouds ? missingCredentials(momentoKey, aws) : []),
  ];
  const interactive = isInteractive(invocation);
  if (!interactive) {
    const leak = missingLeakConsent(flags, before, settling.parts);
    const all = [...needed, ...missingConsent(flags), ...leak];
    if (all.length > 0) throw inputNeeded(all);
  }
  const walks = settling.wizard === true && flags["yes"] !== true;
  let asked: AskedAnswers | undefined;
  if (interactive && (walks || needed.length > 0)) {
    const { runWizard } = await import("./wizard/wizard.ts");
    asked = await runWizard(invocation, {
      given: given(rehearsal),
      isRehearsal,
      rehearsal,
      momentoKey,
      needsKey: needsClouds,
      scope: walks && saysNothingOfTheSpec(file) ? "all" : "missing",
      summary: walks,
    });
  }
  const resolution = resolve(asked?.answers, rehearsal);
  if (!resolution.ok) throw failureOf(resolution);
  if (isRehearsal && rehearsal === undefined && !isOffline && !settling.startsSandbox)
    throw noSandbox();
  return {
    spec: await reachableInput(resolution.spec, place),
    sources: resolution.sources,
    warnings: resolution.warnings,
    aws,
    momentoKey: asked?.momentoKey ?? momentoKey,
    rehearsal,
    told:
      asked === undefined
        ? undefined
        : toldBy(invocation, resolution, isRehearsal, { ...given(rehearsal), flags: {} }),
    resolveAgain: async (sandbox) => {
      const again = resolve(asked?.answers, sandbox);
      if (!again.ok) throw failureOf(again);
      return reachableInput(again.spec, { ...place, files: sandbox.files });
    },
  };
}

async function rememberingDefaults(
  invocation: Invocation,
  { own }: Settling,
  file: unknown,
  isRehearsal: boolean,
): Promise<(suggested: unknown) => unknown> {
  if (own === undefined) return (suggested) => suggested;
  const name = nameOf(invocation, file);
  const files = stackFiles(invocation.context.cwd, name, isRehearsal);
  const applied = await readAppliedSpec(files);
  if (own === "cdn" && applied === undefined && saysNothingOfTheSpec(file)) {
    const channel = (await readState(files))?.resources.channel;
    if (channel !== undefined)
      throw settingsUnknown(
        name,
        "The edge's master playlist would list the default ladder, and not the channel's.",
        nextCommand("init --dry-run", name, invocation.flags),
      );
  }
  return (suggested) => rememberedDefaults(applied, own, suggested);
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

function missingCredentials(
  momentoKey: FoundKey | undefined,
  { hasCredentials }: AwsSetup,
): readonly NeededInput[] {
  if (momentoKey !== undefined) return [];
  const momento: NeededInput = {
    flag: "--momento-key-file",
    variable: "MOMENTO_API_KEY",
    what: "a Momento API key that may create caches and keys (https://console.gomomento.com/api-keys)",
  };
  // Alone it proves nothing: on an AWS machine the credentials come from instance metadata.
  const aws: NeededInput = {
    flag: "--profile",
    variable: "AWS_PROFILE, or AWS_ACCESS_KEY_ID with AWS_SECRET_ACCESS_KEY",
    what: "AWS credentials",
  };
  return hasCredentials ? [momento] : [momento, aws];
}

function missingConsent(flags: Flags): readonly NeededInput[] {
  if (flags["yes"] === true || flags["dryRun"] === true) return [];
  return [{ flag: "--yes", what: "the yes to the plan (or --dry-run to see it only)" }];
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
