import type { QueryCall } from "../aws-query.ts";
import { invalidInput, limitExceeded, validationError } from "./refusals.ts";

const NAME = /^[\w+=,.@-]+$/;
const PATH = /^(\/|\/[!-~]+\/)$/;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Longest names in characters and most tags of a role (IAM API model). */
const MAX_ROLE_NAME = 64;
const MAX_POLICY_NAME = 128;
const MAX_TAGS = 50;
const MAX_TAG_KEY = 128;
const MAX_TAG_VALUE = 256;

/** The RoleName of a call. Throws ValidationError. */
export function roleName(call: QueryCall): string {
  return named({ call, parameter: "RoleName", member: "roleName", max: MAX_ROLE_NAME });
}

/** The PolicyName of a call. Throws ValidationError. */
export function policyName(call: QueryCall): string {
  return named({ call, parameter: "PolicyName", member: "policyName", max: MAX_POLICY_NAME });
}

function named({
  call,
  parameter,
  member,
  max,
}: {
  readonly call: QueryCall;
  readonly parameter: string;
  readonly member: string;
  readonly max: number;
}): string {
  const value = call.text(parameter);
  if (value === undefined || value === "")
    throw validationError(member, undefined, "Member must not be null");
  if (value.length > max)
    throw validationError(member, value, `Member must have length less than or equal to ${max}`);
  if (!NAME.test(value))
    throw validationError(
      member,
      value,
      "Member must satisfy regular expression pattern: [\\w+=,.@-]+",
    );
  return value;
}

/** The Path of CreateRole, `/` by default. Throws ValidationError. */
export function rolePath(call: QueryCall): string {
  const path = call.text("Path") ?? "/";
  if (path.length > 512 || !PATH.test(path))
    throw validationError(
      "path",
      path,
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    );
  return path;
}

/**
 * Adds the tags of a call to those there are. Keys are case-insensitive and keep the spelling they came with. Throws
 * ValidationError, InvalidInput for duplicates, LimitExceeded above 50 (IAM user guide, tagging).
 */
export function withTags(
  before: ReadonlyMap<string, string>,
  call: QueryCall,
): ReadonlyMap<string, string> {
  const pairs = call.pairs("Tags");
  const seen = new Set<string>();
  const after = new Map(before);
  for (const { key, value } of pairs) {
    if (key === "" || key.length > MAX_TAG_KEY || !TAG_KEY.test(key))
      throw validationError(
        "tags.member.key",
        key,
        key.length > MAX_TAG_KEY
          ? `Member must have length less than or equal to ${MAX_TAG_KEY}`
          : `Member must satisfy regular expression pattern: ${TAG_KEY.source}`,
      );
    if (value.length > MAX_TAG_VALUE || !TAG_VALUE.test(value))
      throw validationError(
        "tags.member.value",
        value,
        value.length > MAX_TAG_VALUE
          ? `Member must have length less than or equal to ${MAX_TAG_VALUE}`
          : `Member must satisfy regular expression pattern: ${TAG_VALUE.source}`,
      );
    if (/^aws:/i.test(key))
      throw invalidInput("aws: prefixed tag key names are not allowed for external use.");
    if (seen.has(key.toLowerCase()))
      throw invalidInput(
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    seen.add(key.toLowerCase());
    for (const there of after.keys())
      if (there.toLowerCase() === key.toLowerCase()) after.delete(there);
    after.set(key, value);
  }
  if (after.size > MAX_TAGS)
    throw limitExceeded(`The number of tags has reached the limit of ${MAX_TAGS}.`);
  return after;
}
