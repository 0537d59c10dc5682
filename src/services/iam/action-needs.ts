import type { ResourceKind } from "../../core/state/state.ts";

/** Why an action is needed. */
export type Purpose =
  | "read"
  | "create"
  | "update"
  | "delete"
  /** Counting what there is before more is made: optional. */
  | "count"
  | "run"
  /** Making a schedule that ends a run, with its role. */
  | "schedule"
  | "rebuild";

type Need = {
  readonly kind: ResourceKind;
  readonly on: IamResource;
  readonly actions: Readonly<Partial<Record<Purpose, readonly string[]>>>;
};

/** `*` is for actions that IAM cannot restrict to a resource. */
export type IamResource =
  | "*"
  | "role"
  | "parameter"
  | "channel"
  | "input"
  | "inputSecurityGroup"
  | "schedulerRole"
  | "schedule"
  | "function"
  /** Any function: nothing documents that a creation is judged by the name it asks for. */
  | "functions"
  | "cachePolicy"
  | "distribution";

/** What each kind of resource needs (AWS Service Authorization Reference); Momento's have no part in IAM. */
export const NEEDS: readonly Need[] = [
  {
    kind: "parameter",
    on: "parameter",
    actions: {
      read: ["ssm:ListTagsForResource", "ssm:GetParameter"],
      create: ["ssm:PutParameter", "ssm:AddTagsToResource"],
      update: ["ssm:PutParameter"],
      delete: ["ssm:DeleteParameter"],
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
  { kind: "channel", on: "*", actions: { read: ["pricing:GetProducts"] } },
  // Without these nothing is counted against the account's quotas, and all else goes on.
  ...(["inputSecurityGroup", "input", "channel", "cachePolicy", "distribution"] as const).map(
    (kind): Need => ({ kind, on: "*", actions: { count: ["servicequotas:ListServiceQuotas"] } }),
  ),
  {
    kind: "function",
    on: "*",
    actions: { count: ["cloudfront:ListFunctions", "servicequotas:ListServiceQuotas"] },
  },
  {
    kind: "schedulerRole",
    on: "schedulerRole",
    actions: {
      read: ["iam:GetRole", "iam:GetRolePolicy"],
      schedule: [
        "iam:CreateRole",
        "iam:TagRole",
        "iam:PutRolePolicy",
        "iam:UpdateAssumeRolePolicy",
        "iam:PassRole",
      ],
      delete: ["iam:DeleteRolePolicy", "iam:DeleteRole"],
      rebuild: ["iam:ListRoleTags"],
    },
  },
  {
    kind: "schedulerRole",
    on: "schedule",
    actions: {
      read: ["scheduler:GetSchedule"],
      schedule: ["scheduler:CreateSchedule", "scheduler:UpdateSchedule"],
      // Every start removes the schedule of an earlier run first.
      run: ["scheduler:DeleteSchedule"],
      delete: ["scheduler:DeleteSchedule"],
    },
  },
  { kind: "schedulerRole", on: "*", actions: { rebuild: ["scheduler:ListSchedules"] } },
  ...cloudfront({
    kind: "function",
    noun: "Function",
    reads: ["DescribeFunction", "GetFunction"],
    list: "ListFunctions",
  }),
  {
    kind: "function",
    on: "function",
    actions: { create: ["cloudfront:PublishFunction"], update: ["cloudfront:PublishFunction"] },
  },
  // It is created with tags, which distributions are documented to need this for.
  { kind: "function", on: "functions", actions: { create: ["cloudfront:TagResource"] } },
  ...cloudfront({
    kind: "cachePolicy",
    noun: "CachePolicy",
    reads: ["GetCachePolicy"],
    list: "ListCachePolicies",
  }),
  ...cloudfront({
    kind: "distribution",
    noun: "Distribution",
    reads: ["GetDistribution", "GetDistributionConfig"],
    list: "ListDistributions",
  }),
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

function cloudfront({
  kind,
  noun,
  reads,
  list,
}: {
  readonly kind: "function" | "cachePolicy" | "distribution";
  readonly noun: string;
  readonly reads: readonly string[];
  readonly list: string;
}): Need[] {
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
