import { printableLine } from "../config/text/printable.ts";
import type { Context } from "../context.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { GlobalFlags } from "../cli/flags.ts";

/** What this machine knows about AWS without asking anybody. */
export type AwsSetup = {
  /** `--profile`, else AWS_PROFILE; undefined lets the SDK take `default`. */
  readonly profile: string | undefined;
  /** Is that profile in either of AWS's files? */
  readonly profileExists: boolean;
  /** AWS_REGION, AWS_DEFAULT_REGION or the profile's region. */
  readonly region: string | undefined;
  /** Is there any sign of credentials here? Instance metadata leaves none, so a no is not final. */
  readonly hasCredentials: boolean;
};

const SIGNS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
];

/** Reads the AWS setup of this machine: environment and profile files, no network. */
export async function readAwsSetup(
  { env }: Pick<Context, "env">,
  flags: Pick<GlobalFlags, "profile">,
): Promise<AwsSetup> {
  const { readAwsProfile } = await import("../services/iam/profile-client.ts");
  const named = flags.profile ?? env["AWS_PROFILE"];
  const profile = await readAwsProfile(named ?? "default");
  return {
    profile: named,
    profileExists: profile.exists,
    region: env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"] ?? profile.region,
    hasCredentials: profile.exists || SIGNS.some((name) => (env[name] ?? "") !== ""),
  };
}

/** Refuses a profile that is named and does not exist: the SDK would only say that it found no credentials. Throws AWS_PROFILE_UNKNOWN. */
export function requireProfile({ profile, profileExists }: AwsSetup): void {
  if (profile === undefined || profileExists) return;
  throw new LiveOriginError({
    code: "AWS_PROFILE_UNKNOWN",
    message: `The AWS profile ${printableLine(profile)} is in neither ~/.aws/config nor ~/.aws/credentials.`,
    hint: "See which there are with `aws configure list-profiles`, and choose one with --profile (or AWS_PROFILE).",
    resource: "--profile",
    exitCode: EXIT.usage,
  });
}
