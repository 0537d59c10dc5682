/** A role as IAM keeps it. */
export type Role = {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly maxSessionSeconds: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds from which services can assume it: IAM is eventually consistent. */
  readonly assumableAt: number;
  /** JSON text as it was sent. */
  readonly trust: string;
  readonly tags: ReadonlyMap<string, string>;
  /** Inline policies: JSON text by policy name. */
  readonly policies: ReadonlyMap<string, string>;
  readonly attached: readonly AttachedPolicy[];
};

/** A managed policy on a role. Only preloaded roles have them: AttachRolePolicy is not emulated. */
type AttachedPolicy = {
  readonly name: string;
  readonly arn: string;
  readonly document: unknown;
};

/** A role that is in the account before the sandbox's first call, for example somebody's MediaLiveAccessRole. */
export type PreloadedRole = {
  readonly name: string;
  readonly path?: string | undefined;
  /** Trust policy document; default: MediaLive may assume it. */
  readonly trust?: unknown;
  readonly policies?: Readonly<Record<string, unknown>> | undefined;
  readonly attached?: readonly AttachedPolicy[] | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
};

/** The ARN of a role; `path` begins and ends with a slash. */
export function roleArn(account: string, path: string, name: string): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

/** The unique id of the `number`th role, in the form of real ones (`AROA…`, 21 characters). */
export function roleId(number: number): string {
  return `AROA${number.toString(36).toUpperCase().padStart(17, "Q")}`;
}

/** The record of a preloaded role: long there, so assumable at once. */
export function preload(role: PreloadedRole, account: string, number: number): Role {
  const path = role.path ?? "/";
  return {
    name: role.name,
    path,
    id: roleId(number),
    arn: roleArn(account, path, role.name),
    description: undefined,
    maxSessionSeconds: 3600,
    createdAt: 0,
    assumableAt: 0,
    trust: JSON.stringify(role.trust ?? MEDIALIVE_TRUST),
    tags: new Map(Object.entries(role.tags ?? {})),
    policies: new Map(
      Object.entries(role.policies ?? {}).map(([name, document]) => [
        name,
        JSON.stringify(document),
      ]),
    ),
    attached: role.attached ?? [],
  };
}

const MEDIALIVE_TRUST = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "medialive.amazonaws.com" },
      Action: "sts:AssumeRole",
    },
  ],
};
