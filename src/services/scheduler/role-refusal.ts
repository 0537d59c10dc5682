import { LiveOriginError } from "../../config/failure.ts";
import { ownCommand } from "../../config/text/own-command.ts";
import { awsErrorFacts } from "../aws/aws-error.ts";

/**
 * True when EventBridge Scheduler refuses a role that it cannot assume, which it also does while IAM propagates a new one.
 * The exception is a bare ValidationException, so its text is all there is to know it by (public reports).
 */
export function isRoleNotAssumable(error: unknown): boolean {
  const { name, message } = awsErrorFacts(error);
  return name === "ValidationException" && /execution role.*assume|assume the role/i.test(message);
}

/** What a user is told when waiting did not help. */
export function roleNotAssumable(roleArn: string): LiveOriginError {
  return new LiveOriginError({
    code: "SCHEDULE_ROLE_NOT_ASSUMED",
    message: `EventBridge Scheduler may not assume the role ${roleArn}, so no schedule can stop the channel.`,
    hint: `Run the same command again in a minute: IAM takes up to two to propagate a new role. A trust policy that somebody changed is repaired by ${ownCommand("init")}.`,
    resource: "schedulerRole",
  });
}
