import type { Effects } from "../../core/engine/resource.ts";

/** IAM takes up to two minutes to propagate a role; Terraform's AWS provider waits as long. */
const FRESH_MS = 120_000;

/** True when the role is our own and was made or changed moments ago: MediaLive may not be able to assume it yet. */
export function roleIsFresh({ context, clock }: Pick<Effects, "context" | "clock">): boolean {
  const role = context.resources.role;
  if (context.spec.channel.roleArn !== undefined || role === undefined) return false;
  return clock.now() - Date.parse(role.changedAt) < FRESH_MS;
}
