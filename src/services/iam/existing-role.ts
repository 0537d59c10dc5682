import { EXIT, LiveOriginError } from "../../config/failure.ts";
import type { CallOptions } from "../aws/call-options.ts";
import type { FoundRole, IamClient } from "./client.ts";
import { trustsMediaLive } from "./policy-document.ts";

/**
 * Checks a role that the user brings with `--role-arn`: it exists, and MediaLive may assume it. It is never changed.
 * Throws ROLE_ARN_INVALID, ROLE_NOT_FOUND and ROLE_NOT_TRUSTED (all exit 2), and the `AWS_…` failures of asking.
 */
export async function checkExistingRole(
  iam: IamClient,
  roleArn: string,
  callOptions: CallOptions,
): Promise<FoundRole> {
  const name = /^arn:aws[\w-]*:iam::\d{12}:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn)?.[1];
  if (name === undefined)
    throw refuse(
      "ROLE_ARN_INVALID",
      `${roleArn} is not the ARN of a role.`,
      "It looks like arn:aws:iam::123456789012:role/MediaLiveAccessRole.",
    );
  const role = await iam.getRole(name, callOptions);
  if (role === undefined || role.arn !== roleArn)
    throw refuse(
      "ROLE_NOT_FOUND",
      `There is no role ${roleArn} in this account.`,
      "Leave --role-arn out, and live-origin makes a role of its own.",
    );
  if (!trustsMediaLive(role.trust))
    throw refuse(
      "ROLE_NOT_TRUSTED",
      `MediaLive may not assume ${roleArn}.`,
      "Add medialive.amazonaws.com to its trust policy (Action sts:AssumeRole), or leave --role-arn out.",
    );
  return role;
}

function refuse(
  code: "ROLE_ARN_INVALID" | "ROLE_NOT_FOUND" | "ROLE_NOT_TRUSTED",
  message: string,
  hint: string,
): LiveOriginError {
  return new LiveOriginError({
    code,
    message,
    hint,
    resource: "role",
    exitCode: EXIT.usage,
  });
}
