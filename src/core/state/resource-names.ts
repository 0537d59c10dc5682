import type { ResourceKind } from "./state.ts";

/** What a person calls each resource. */
export const RESOURCE_NAMES: Readonly<Record<ResourceKind, string>> = {
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
