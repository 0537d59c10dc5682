export type ParameterType = "String" | "StringList" | "SecureString";

/** A parameter as Parameter Store keeps it: its newest version. */
export type Parameter = {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly modifiedAt: number;
  readonly description: string | undefined;
  readonly tier: string;
  readonly tags: ReadonlyMap<string, string>;
};

/** The ARN of a parameter: the name's leading slash is the one after `parameter`. */
export function parameterArn(region: string, account: string, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith("/") ? "" : "/"}${name}`;
}

/** Outside a hierarchy a name is the same with and without its slash, `/x` and `x`, as its ARN has it in any case (inferred). */
export function plainName(name: string): string {
  return name.lastIndexOf("/") === 0 ? name.slice(1) : name;
}

/** The name in what a call may give instead of one: an ARN of the account, or a name with `:version`. */
export function nameOf(asked: string): { readonly name: string; readonly version?: number } {
  const path = /^arn:[^:]*:ssm:[^:]*:\d*:parameter(\/.*)$/.exec(asked)?.[1] ?? asked;
  const [name = path, version] = path.split(":");
  const plain = plainName(name);
  return version === undefined ? { name: plain } : { name: plain, version: Number(version) };
}
