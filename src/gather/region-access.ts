import type { Invocation } from "../cli/command.ts";
import { defaultSettings } from "../config/resolve/known-settings.ts";
import type { Spec } from "../config/spec.ts";
import type { Access } from "../core/stack/connect-target.ts";
import { readSandboxFile } from "../rehearsal/sandbox-file.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { readAwsSetup } from "./aws-profile.ts";
import { readSpecFile } from "./config-file.ts";
import { findMomentoKey } from "./find-momento-key.ts";
import { refuseForeignHosts } from "./refuse-foreign-hosts.ts";
import { regionOf } from "./find-region.ts";
import { nameOf } from "./stack-name.ts";

/** A region to look at, whatever stacks are in it. */
type RegionAccess = { readonly spec: Spec; readonly access: Access };

/** Which region a look at all stacks is about, and with which credentials. Throws NO_SANDBOX, INPUT_NEEDED, MOMENTO_HOST_FOREIGN. */
export async function gatherRegion(invocation: Invocation): Promise<RegionAccess> {
  const { context, flags, mode } = invocation;
  const { isRehearsal } = mode;
  const file = await readSpecFile(context, flags);
  await refuseForeignHosts(invocation, { file });
  const rehearsal = isRehearsal ? await readSandboxFile(context) : undefined;
  if (isRehearsal && rehearsal === undefined) throw noSandbox();
  const aws = await readAwsSetup(context, flags);
  const region = regionOf(invocation, { file, rehearsal, aws });
  const momentoKey = isRehearsal ? undefined : await findMomentoKey(invocation);
  return {
    spec: defaultSettings(nameOf(invocation, file), region),
    access: { profile: aws.profile, momentoKey, rehearsal },
  };
}
