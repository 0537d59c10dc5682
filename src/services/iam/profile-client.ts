import { loadSharedConfigFiles } from "@smithy/core/config";

/** What this machine's AWS files say about a profile, without any network. */
export type AwsProfile = {
  /** Its region, if it names one. */
  readonly region: string | undefined;
  /** Does the profile exist in either file? */
  readonly exists: boolean;
};

/**
 * Reads `~/.aws/config` and `~/.aws/credentials` (or the files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE
 * name) as the SDKs do. Never throws: unreadable files know no profile.
 */
export async function readAwsProfile(profile: string): Promise<AwsProfile> {
  const files = await loadSharedConfigFiles().catch(() => undefined);
  const configured = files?.configFile[profile];
  return {
    region: configured?.["region"],
    exists: configured !== undefined || files?.credentialsFile[profile] !== undefined,
  };
}
