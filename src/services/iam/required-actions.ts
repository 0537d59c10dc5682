import type { ResourceKind } from "../../core/state/state.ts";
import { functionName, parameterName, roleName } from "../../config/names.ts";
import type { PolicyDocument, PolicyStatement } from "./policy-document.ts";

/** Why an action is needed. */
export type Purpose = "read" | "create" | "update" | "delete" | "run" | "rebuild";

type Need = {
  readonly kind: ResourceKind;
  readonly on: Place;
  readonly actions: Readonly<Partial<Record<Purpose, readonly string[]>>>;
};

/** `*` is for actions that IAM cannot restrict to a resource. */
type Place =
  | "*"
  | "role"
  | "parameter"
  | "channel"
  | "input"
  | "inputSecurityGroup"
  | "function"
  /** Any function: nothing documents that a creation is judged by the name it asks for. */
  | "functions"
  | "cachePolicy"
  | "distribution";

/** What each kind of resource needs (AWS Service Authorization Reference); Momento's have no part in IAM. */
const NEEDS: readonly Need[] = [
  {
    kind: "parameter",
    on: "parameter",
    actions: {
      read: ["ssm:ListTagsForResource"],
      create: ["ssm:PutParameter", "ssm:AddTagsToResource"],
      update: ["ssm:PutParameter"],
      delete: ["ssm:DeleteParameter"],
      rebuild: ["ssm:GetParameter"],
    },
  },
  { kind: "parameter", on: "*", actions: { rebuild: ["ssm:DescribeParameters"] } },
  {
    kind: "role",
    on: "role",
    actions: {
      read: ["iam:GetRole", "iam:GetRolePolicy"],
      create: ["iam:CreateRole", "iam:TagRole", "iam:PutRolePolicy"],
      update: [
        "iam:UpdateAssumeRolePolicy",
        "iam:TagRole",
        "iam:PutRolePolicy",
        "iam:DeleteRolePolicy",
      ],
      delete: ["iam:DeleteRolePolicy", "iam:DeleteRole"],
      rebuild: ["iam:ListRoleTags"],
    },
  },
  { kind: "role", on: "*", actions: { rebuild: ["iam:ListRoles"] } },
  {
    kind: "channel",
    on: "role",
    actions: { create: ["iam:PassRole"], update: ["iam:PassRole"] },
  },
  ...medialive("inputSecurityGroup", "InputSecurityGroup"),
  ...medialive("input", "Input"),
  ...medialive("channel", "Channel"),
  // Creating and changing a channel or an input also touches what it is attached to.
  {
    kind: "channel",
    on: "input",
    actions: { create: ["medialive:CreateChannel"], update: ["medialive:UpdateChannel"] },
  },
  {
    kind: "input",
    on: "inputSecurityGroup",
    actions: { create: ["medialive:CreateInput"], update: ["medialive:UpdateInput"] },
  },
  {
    kind: "channel",
    on: "channel",
    actions: {
      read: ["medialive:ListAlerts"],
      // A change of a running channel stops it and starts it again; removing one stops it.
      update: ["medialive:StartChannel", "medialive:StopChannel"],
      delete: ["medialive:StopChannel"],
      run: ["medialive:StartChannel", "medialive:StopChannel"],
    },
  },
  ...cloudfront("function", "Function", ["DescribeFunction", "GetFunction"], "ListFunctions"),
  {
    kind: "function",
    on: "function",
    actions: { create: ["cloudfront:PublishFunction"], update: ["cloudfront:PublishFunction"] },
  },
  // It is created with tags, which distributions are documented to need this for.
  { kind: "function", on: "functions", actions: { create: ["cloudfront:TagResource"] } },
  ...cloudfront("cachePolicy", "CachePolicy", ["GetCachePolicy"], "ListCachePolicies"),
  ...cloudfront(
    "distribution",
    "Distribution",
    ["GetDistribution", "GetDistributionConfig"],
    "ListDistributions",
  ),
  {
    kind: "distribution",
    on: "distribution",
    actions: {
      create: ["cloudfront:TagResource"],
      rebuild: ["cloudfront:ListTagsForResource"],
      // Only a disabled distribution can be deleted.
      delete: ["cloudfront:UpdateDistribution"],
    },
  },
];

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
 * statement per set of resources. `sts:GetCallerIdentity` needs no permission. Pure.
 */
export function requiredPolicy(
  kinds: readonly ResourceKind[],
  purposes: readonly Purpose[],
  place: PolicyPlace,
): PolicyDocument {
  const actionsOn = new Map<Place, Set<string>>();
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

function arn(on: Place, { account, region, name, roleArn }: PolicyPlace): string | string[] {
  const stack = name === undefined ? undefined : { name, region, stackId: ANY_STACK };
  switch (on) {
    case "*":
      return "*";
    case "role": {
      const ours = `arn:aws:iam::${account}:role/${stack === undefined ? "live-origin-*" : roleName(stack)}`;
      return roleArn === undefined ? ours : [ours, roleArn];
    }
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

function medialive(kind: "channel" | "input" | "inputSecurityGroup", noun: string): Need[] {
  return [
    {
      kind,
      on: kind,
      actions: {
        read: [`medialive:Describe${noun}`],
        create: [`medialive:Create${noun}`, "medialive:CreateTags"],
        update: [`medialive:Update${noun}`, "medialive:CreateTags"],
        delete: [`medialive:Delete${noun}`],
      },
    },
    { kind, on: "*", actions: { read: [`medialive:List${noun}s`] } },
  ];
}

function cloudfront(
  kind: "function" | "cachePolicy" | "distribution",
  noun: string,
  reads: readonly string[],
  list: string,
): Need[] {
  const action = (verb: string): string => `cloudfront:${verb}${noun}`;
  return [
    {
      kind,
      on: kind,
      actions: {
        read: reads.map((name) => `cloudfront:${name}`),
        ...(kind === "distribution" ? { create: [action("Create")] } : {}),
        update: [action("Update")],
        delete: [action("Delete")],
      },
    },
    ...(kind === "function"
      ? [{ kind, on: "functions" as const, actions: { create: [action("Create")] } }]
      : []),
    {
      kind,
      on: "*",
      actions: {
        // A function is asked for by its name, and listed only to find what is left of lost stacks.
        ...(kind === "function"
          ? { rebuild: [`cloudfront:${list}`] }
          : { read: [`cloudfront:${list}`] }),
        // The only write that IAM cannot restrict to a resource.
        ...(kind === "cachePolicy" ? { create: [action("Create")] } : {}),
      },
    },
  ];
}
