import { LiveOriginError } from "../config/failure.ts";
import { UNKNOWN_CELL } from "../config/momento-cells.ts";
import { FOREIGN_HOST } from "../config/momento-host.ts";
import type { Context } from "../context.ts";
import { failureOf } from "../config/resolve/resolution-failure.ts";
import { resolveSpec } from "../config/resolve/resolve.ts";
import { Secret } from "../config/secret.ts";
import { type Spec, SPEC_PARTS } from "../config/spec.ts";
import { readApiKey, type ApiKey } from "../services/momento/api-key.ts";
import { readAwsSetup, type AwsSetup } from "../gather/aws-profile.ts";
import type { Host } from "../core/host.ts";
import type { Invocation } from "../cli/command.ts";
import { connectClients, type Clients } from "../core/stack/clients.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { findMomentoKey, oldVariableNote } from "../gather/find-momento-key.ts";
import { findSubstituteKey } from "../gather/find-substitute-key.ts";
import { refuseForeignHosts } from "../gather/refuse-foreign-hosts.ts";
import { readSandboxFile, type SandboxFile } from "../rehearsal/sandbox-file.ts";
import { startingPoint } from "../gather/remembered-settings.ts";
import { noteRetries } from "../core/engine/note-retries.ts";
import { readSpecFile } from "../gather/config-file.ts";

/** All that a look may need. What could not be had is the error that says why. */
export type DoctorInput = {
  readonly spec: Spec | LiveOriginError;
  /** Set even when the Spec cannot be used. */
  readonly region: string | undefined;
  readonly aws: AwsSetup;
  readonly momentoKey: ApiKey | LiveOriginError;
  readonly momentoKeyFrom: string;
  /** The stack of this folder uses a cache that was there before, and has a key of its own for it. */
  readonly needsNoAccount: boolean;
  readonly rehearsal: SandboxFile | undefined;
  readonly clients: Clients;
};

/** Gathers without asking any cloud. Throws NO_SANDBOX, USAGE, MOMENTO_HOST_FOREIGN and what the files throw. */
export async function collectEvidence(
  invocation: Invocation,
  emit: Host["emit"],
): Promise<DoctorInput> {
  const { context, flags, mode, typed } = invocation;
  const { isRehearsal } = mode;
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  const aws = await readAwsSetup(context, flags);
  const file = await readSpecFile(context, flags);
  const start = await startingPoint(invocation, { tree: file, parts: SPEC_PARTS, rehearsal });
  await refuseForeignHosts(invocation, { file, files: start.files });
  const resolution = resolveSpec({
    flags: typed,
    env: context.env,
    file,
    remembered: start.settings,
    defaults: { region: isRehearsal ? regionOf(rehearsal) : aws.region },
    // The ladder is judged, but no input is needed to look at accounts.
    parts: ["origin", "cdn"],
  });
  const spec = resolution.ok ? resolution.spec : failureOf(resolution);
  const region = resolution.ok ? resolution.spec.region : (regionOf(rehearsal) ?? aws.region);
  const found = isRehearsal ? undefined : await keyOrReason(invocation);
  const momentoKey =
    found instanceof LiveOriginError
      ? found
      : keyOrError(context, rehearsal?.momentoApiKey ?? found?.text, {
          from: found?.from ?? (isRehearsal ? "sandbox.json" : "MOMENTO_API_KEY"),
          endpoint: isRehearsal
            ? undefined
            : ((resolution.ok ? resolution.spec.origin.endpoint : undefined) ?? found?.endpoint),
          now: context.clock.now(),
        });
  const hasKey = !(momentoKey instanceof LiveOriginError);
  return {
    spec,
    region,
    aws,
    momentoKey,
    momentoKeyFrom: found instanceof LiveOriginError ? "" : (found?.from ?? "sandbox.json"),
    needsNoAccount: (await findSubstituteKey(start.files, {})) !== undefined,
    rehearsal,
    clients: connectClients(context, {
      region: region ?? "us-east-1",
      profile: aws.profile,
      momentoKey: hasKey ? momentoKey.apiKey : Secret.pending(),
      momentoEndpoint: hasKey ? momentoKey.endpoint : UNKNOWN_CELL,
      accountUrl: resolution.ok ? resolution.spec.origin.accountUrl : undefined,
      rehearsal,
      onRetry: noteRetries(emit),
    }),
  };
}

/** A file that is not there or holds no key is a finding, and no reason to look at nothing else. A foreign host is: it stops. */
async function keyOrReason(
  ...where: Parameters<typeof findMomentoKey>
): Promise<Awaited<ReturnType<typeof findMomentoKey>> | LiveOriginError> {
  try {
    return await findMomentoKey(...where);
  } catch (error) {
    if (isFinding(error)) return error;
    throw error;
  }
}

function isFinding(error: unknown): error is LiveOriginError {
  return error instanceof LiveOriginError && error.code !== FOREIGN_HOST;
}

function keyOrError(
  context: Pick<Context, "env">,
  text: string | undefined,
  source: Parameters<typeof readApiKey>[1],
): ApiKey | LiveOriginError {
  if (text === undefined)
    return new LiveOriginError({
      code: "MOMENTO_KEY_MISSING",
      message: `No Momento API key was found${oldVariableNote(context)}.`,
      hint: "Make one at https://console.gomomento.com/api-keys and set MOMENTO_API_KEY, or give its file with --momento-key-file. With a cache and two keys for it none is needed: init --cache NAME --adopt-cache --encoder-key-file FILE --player-key-file FILE.",
    });
  try {
    return readApiKey(text, source);
  } catch (error) {
    if (isFinding(error)) return error;
    throw error;
  }
}

function regionOf(rehearsal: SandboxFile | undefined): string | undefined {
  const defaults = rehearsal?.defaults;
  if (typeof defaults !== "object" || defaults === null || !("region" in defaults))
    return undefined;
  return String(defaults.region);
}
