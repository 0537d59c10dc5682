/** The name of a stack, and of its cache, where none is given. */
export const DEFAULT_NAME = "live-origin";

/** What names and tags are made from: the stack's name, its AWS region and its random id. */
export type StackIdentity = {
  readonly name: string;
  readonly region: string;
  readonly stackId: string;
};

const LONGEST_NAME = 64;

/** The first eight characters of the stack id: enough to tell two stacks of one name apart. */
function shortId(identity: StackIdentity): string {
  return identity.stackId.slice(0, 8);
}

/**
 * `live-origin-<name>-<region>-<id8>`, at most 64 characters: IAM's limit for a role name (IAM API model) and
 * CloudFront's for a function name (CloudFront API model). Only the name part is ever shortened, because the region
 * and the id are what keep it unique in the account.
 */
function globalName(identity: StackIdentity, prefix = "live-origin"): string {
  const tail = `-${identity.region}-${shortId(identity)}`;
  const head = `${prefix}-${identity.name}`.slice(0, LONGEST_NAME - tail.length);
  return `${head.replace(/-+$/, "")}${tail}`;
}

/** Name of the IAM role that MediaLive assumes. Roles are global in an account, hence region and id. */
export function roleName(identity: StackIdentity): string {
  return globalName(identity);
}

/** Name of the IAM role that EventBridge Scheduler assumes to stop the channel. */
export function schedulerRoleName(identity: StackIdentity): string {
  return globalName(identity, "live-origin-stop");
}

/** Name of the schedule that ends a run: one a stack, so that a later run finds it. At most 64 characters (API model). */
export function scheduleName(identity: StackIdentity): string {
  return globalName(identity);
}

/** Name of the CloudFront function that answers the master playlist. Global in an account. */
export function functionName(identity: StackIdentity): string {
  return globalName(identity);
}

/** Name of the CloudFront cache policy for variant playlists. Global in an account. */
export function cachePolicyName(identity: StackIdentity): string {
  return globalName(identity);
}

/** Name of the SecureString parameter that holds the encoder key. */
export function parameterName(identity: StackIdentity): string {
  return `/medialive/live-origin/${identity.name}/${shortId(identity)}`;
}

/** Comment of the distribution and of the cache policy, which is how they are found again: `live-origin <name> <id>`. */
export function stackComment(identity: StackIdentity): string {
  return `live-origin ${identity.name} ${identity.stackId}`;
}

/** The tags of everything that can carry tags. Only `live-origin:stack` decides whose a resource is. */
export function stackTags(identity: StackIdentity): Readonly<Record<string, string>> {
  return {
    "live-origin:name": identity.name,
    "live-origin:stack": identity.stackId,
    "live-origin:region": identity.region,
  };
}
