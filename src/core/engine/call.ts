/** The services that a run writes to or reads. */
export type ServiceName =
  | "momento"
  | "medialive"
  | "cloudfront"
  | "iam"
  | "ssm"
  | "sts"
  | "scheduler"
  | "pricing"
  | "servicequotas";

/** One write to a cloud, as data: what `--dry-run` prints and what a client sends. Secrets inside are `Secret` objects. */
export type Call = {
  readonly service: ServiceName;
  /** The operation's name in the service's own model, for example `CreateDistributionWithTags`. */
  readonly operation: string;
  /** The request in the SDK's own member names. */
  readonly input: unknown;
};
