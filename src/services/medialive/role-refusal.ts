import { ownCommand } from "../../config/text/own-command.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { awsErrorFacts } from "../aws/aws-error.ts";

/**
 * True when MediaLive refuses a role that IAM has not propagated yet. The exception is a bare BadRequestException, so its text
 * ("Please make sure the role exists and medialive.amazonaws.com is a trusted service") is all there is to know it by;
 * Terraform's AWS provider does the same. Ask only when the role is minutes old.
 */
export function isRoleNotYetAssumable(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return name === "BadRequestException" && /role exists|trusted service|assume/i.test(message);
}

/**
 * Our own error for the missing right to pass the role, which MediaLive reports as a 422 like any bad setting; the
 * action is named only in its text. Undefined for every other error.
 */
export function passRoleRefusal(error: unknown, roleArn: string): LiveOriginError | undefined {
  const { name, message } = awsErrorFacts(error);
  if (name !== "UnprocessableEntityException" || !/iam:PassRole/i.test(message)) return undefined;
  return new LiveOriginError({
    code: "MEDIALIVE_PASS_ROLE",
    message: `Your AWS identity may not pass the role ${roleArn} to MediaLive: iam:PassRole is missing.`,
    hint: `Ask for iam:PassRole on that role; ${ownCommand("doctor --print-policy")} prints the whole policy that is needed.`,
    resource: "channel",
  });
}
