import type { Resource, PlanContext } from "../../core/engine/resource.ts";
import { schedulerRoleName } from "../../config/names.ts";
import type { Spec } from "../../config/spec.ts";
import type { IamClient } from "../iam/client.ts";
import { schedulerTrustPolicy, stopChannelPolicy } from "../iam/policy-document.ts";
import { roleResource, type FoundRoleAndPolicy } from "../iam/role.ts";
import type { RoleForm } from "../iam/role-form.ts";
import { channelArnOf } from "./channel-arn.ts";

/**
 * The role that stops the channel for a schedule: assumable by EventBridge Scheduler alone, for this account, and allowed
 * to stop that one channel. It belongs to the stack; schedules come and go with its runs.
 */
export function schedulerRole(wanted: (spec: Spec) => boolean): RoleForm {
  return {
    kind: "schedulerRole",
    dependsOn: ["channel"],
    wanted,
    name: schedulerRoleName,
    owner: "EventBridge Scheduler",
    trust: ({ spec, account }) => schedulerTrustPolicy({ region: spec.region, account }),
    policyName: "live-origin-stop-channel",
    policy: (context: PlanContext) => stopChannelPolicy(channelArnOf(context)),
    takenHint: "Choose another --name.",
  };
}

/** The role as a resource of the stack; `wanted` says whether any run of this Spec is to end by a schedule. */
export function schedulerRoleResource(
  client: () => Promise<IamClient>,
  wanted: (spec: Spec) => boolean,
): Resource<FoundRoleAndPolicy> {
  return roleResource(client, schedulerRole(wanted));
}
