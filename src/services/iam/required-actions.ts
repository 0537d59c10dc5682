import type { ResourceKind } from "../../core/state/state.ts";
import {
  functionName,
  parameterName,
  roleName,
  scheduleName,
  schedulerRoleName,
} from "../../config/names.ts";
import { NEEDS, type IamResource, type Purpose } from "./action-needs.ts";
import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";

/** Where the policy is to hold. */
export type PolicyPlace = {
  /** 12 digits. */
  readonly account: string;
  readonly region: string;
  /** Restricts names to one stack; undefined allows any stack of ours. */
  readonly name?: string | undefined;
  /** A role that the user brings: passed to MediaLive, and read. */
  readonly roleArn?: string | undefined;
};

/**
 * The policy that the user's own identity needs for these purposes on these kinds of resource: as narrow as IAM allows, one
 * statement per set of resources. `sts:GetCallerIdentity` needs no permission.
 */
export function requiredPolicy(
  kinds: readonly ResourceKind[],
  purposes: readonly Purpose[],
  place: PolicyPlace,
): PolicyDocument {
  const actionsOn = new Map<IamResource, Set<string>>();
  for (const need of NEEDS.filter(({ kind }) => kinds.includes(kind)))
    for (const action of purposes.flatMap((purpose) => need.actions[purpose] ?? []))
      actionsOn.set(need.on, (actionsOn.get(need.on) ?? new Set()).add(action));
  const statements = [...actionsOn].map(([on, actions]): PolicyStatement => ({
    Sid: `LiveOrigin${on === "*" ? "Lists" : on.charAt(0).toUpperCase() + on.slice(1)}`,
    Effect: "Allow",
    Action: [...actions].toSorted(),
    Resource: arn(on, place),
  }));
  return { Version: "2012-10-17", Statement: statements };
}

/** Stands for the eight characters of a stack id that is not known yet: in IAM `?` is any one character. */
const ANY_STACK = "????????";

function arn(on: IamResource, { account, region, name, roleArn }: PolicyPlace): string | string[] {
  const stack = name === undefined ? undefined : { name, region, stackId: ANY_STACK };
  switch (on) {
    case "*":
      return "*";
    case "role": {
      const ours = `arn:aws:iam::${account}:role/${stack === undefined ? "live-origin-*" : roleName(stack)}`;
      return roleArn === undefined ? ours : [ours, roleArn];
    }
    case "schedulerRole":
      return `arn:aws:iam::${account}:role/${stack === undefined ? "live-origin-stop-*" : schedulerRoleName(stack)}`;
    case "schedule":
      return `arn:aws:scheduler:${region}:${account}:schedule/default/${stack === undefined ? "live-origin-*" : scheduleName(stack)}`;
    case "parameter":
      return `arn:aws:ssm:${region}:${account}:parameter${stack === undefined ? "/medialive/live-origin/*" : parameterName(stack)}`;
    case "channel":
    case "input":
    case "inputSecurityGroup":
      return `arn:aws:medialive:${region}:${account}:${on}:*`;
    case "function":
      return `arn:aws:cloudfront::${account}:function/${stack === undefined ? "live-origin-*" : functionName(stack)}`;
    case "functions":
      return `arn:aws:cloudfront::${account}:function/*`;
    case "cachePolicy":
      return `arn:aws:cloudfront::${account}:cache-policy/*`;
    case "distribution":
      return `arn:aws:cloudfront::${account}:distribution/*`;
  }
}
