import type {
  CreateInputSecurityGroupRequest,
  UpdateInputSecurityGroupRequest,
} from "@aws-sdk/client-medialive";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackTags } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";
import { securityGroupId } from "./refs.ts";

/** Who may push, as CIDRs; the tags are how a lost answer is found again, because there is no RequestId. */
export function buildCreateInputSecurityGroup(
  context: PlanContext,
): CreateInputSecurityGroupRequest {
  return { WhitelistRules: rules(context), Tags: stackTags(stackIdentity(context)) };
}

/** The same rules for the group that exists; allowed while it is in use (MediaLive user guide). */
export function buildUpdateInputSecurityGroup(
  context: PlanContext,
): UpdateInputSecurityGroupRequest {
  return {
    InputSecurityGroupId: securityGroupId(context),
    WhitelistRules: rules(context),
    Tags: stackTags(stackIdentity(context)),
  };
}

function rules(context: PlanContext): { Cidr: string }[] {
  const { input } = context.spec.channel;
  const cidrs = input?.type === "rtmp-push" || input?.type === "rtp-push" ? input.cidrs : [];
  return cidrs.map((cidr) => ({ Cidr: cidr }));
}
