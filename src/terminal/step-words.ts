import type { Action } from "../core/engine/resource.ts";
import type { ResourceKind } from "../core/state/state.ts";

/** What a person calls each resource. */
export const RESOURCE_WORDS: Readonly<Record<ResourceKind, string>> = {
  cache: "Momento cache",
  encoderKey: "encoder key (read-write)",
  playerKey: "player key (read-only)",
  parameter: "SSM parameter",
  role: "IAM role",
  inputSecurityGroup: "input security group",
  input: "MediaLive input",
  channel: "MediaLive channel",
  schedulerRole: "IAM role of the schedule",
  function: "CloudFront function",
  cachePolicy: "CloudFront cache policy",
  distribution: "CloudFront distribution",
};

/** What is being done, while it is being done. */
export const DOING: Readonly<Record<Action, string>> = {
  create: "creating",
  update: "updating",
  replace: "replacing",
  adopt: "adopting",
  keep: "keeping",
  delete: "deleting",
};

/** What was done. */
export const DID: Readonly<Record<Action, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  adopt: "adopted",
  keep: "kept",
  delete: "deleted",
};
