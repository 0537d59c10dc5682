import type { PlanContext } from "../../core/engine/resource.ts";

/** The ARN of the stack's channel, with a placeholder for an id that is not known yet. */
export function channelArnOf({ spec, account, resources }: PlanContext): string {
  const id = resources.channel?.ids["id"] ?? "<channel>";
  return `arn:aws:medialive:${spec.region}:${account}:channel:${id}`;
}
