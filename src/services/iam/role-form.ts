import type { PlanContext } from "../../core/engine/resource.ts";
import type { ResourceKind } from "../../core/state/state.ts";
import { parameterName, roleName, type StackIdentity } from "../../config/names.ts";
import type { Spec } from "../../config/spec.ts";
import { stackIdentity } from "../stack-identity.ts";
import { parameterPolicy, trustPolicy, type PolicyDocument } from "./policy-document.ts";

/** What one of the stack's roles is like: its name, who may assume it, and what it may do then. */
export type RoleForm = {
  readonly kind: ResourceKind & ("role" | "schedulerRole");
  readonly dependsOn: readonly ResourceKind[];
  wanted(spec: Spec): boolean;
  name(identity: StackIdentity): string;
  /** Whose role it is, for its description. */
  readonly owner: string;
  trust(context: PlanContext): PolicyDocument;
  /** Name of its one inline policy. */
  readonly policyName: string;
  /** Undefined where it may do nothing. */
  policy(context: PlanContext): PolicyDocument | undefined;
  /** What to do when the name is taken. */
  readonly takenHint: string;
};

/**
 * The role that MediaLive works as: made unless the user brings one, assumable by MediaLive alone, without any right in
 * url-token mode and with the right to read one parameter otherwise.
 */
export const MEDIALIVE_ROLE: RoleForm = {
  kind: "role",
  dependsOn: [],
  wanted: (spec) => spec.channel.roleArn === undefined,
  name: roleName,
  owner: "MediaLive",
  trust: trustPolicy,
  policyName: "live-origin-encoder-key",
  policy: (context) => {
    if (context.spec.channel.encoderAuth !== "parameter-store") return undefined;
    const name = parameterName(stackIdentity(context));
    return parameterPolicy(
      `arn:aws:ssm:${context.spec.region}:${context.account}:parameter${name}`,
    );
  },
  takenHint: "Choose another --name, or bring a role with --role-arn.",
};
