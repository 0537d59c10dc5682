import { Refusal } from "./wire.ts";

/** The ARN of the one user who calls AWS here. */
export function callerArn(account: string): string {
  return `arn:aws:iam::${account}:user/rehearsal`;
}

/** 403 for an action that no policy allows the caller, worded as in the IAM user guide (troubleshooting access denied errors). */
export function accessDenied({
  account,
  action,
  resource,
}: {
  readonly account: string;
  readonly action: string;
  /** An ARN or `*`. */
  readonly resource: string;
}): Refusal {
  return new Refusal({
    name: "AccessDeniedException",
    status: 403,
    message: `User: ${callerArn(account)} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  });
}
