import { constraintText } from "../constraint.ts";
import { asList, asRecord, asText, type JsonRecord } from "../json.ts";
import { plainName, type ParameterType } from "./parameter.ts";
import { invalid, refusal } from "./refusals.ts";

/** Most bytes of a value, most levels of a name, most tags (Systems Manager API reference, PutParameter; quotas). */
const MAX_STANDARD_BYTES = 4_096;
const MAX_ADVANCED_BYTES = 8_192;
const MAX_LEVELS = 15;
const MAX_NAME = 1_011;
const MAX_TAGS = 50;

/** The Name of PutParameter. Throws ValidationException, AccessDeniedException or HierarchyLevelLimitExceededException. */
export function newName(body: JsonRecord): string {
  const name = asText(body["Name"])?.trim() ?? "";
  if (name === "") throw invalid(constraintText("name", undefined, "Member must not be null"));
  if (/^\/?(aws|ssm)/i.test(name)) {
    if (/^\/?aws/i.test(name))
      throw refusal("AccessDeniedException", `No access to reserved parameter name: ${name}.`);
    throw invalid(
      `Parameter name: can't be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_`,
    );
  }
  if (!/^[\w./-]+$/.test(name) || name.includes("//") || name.endsWith("/"))
    throw invalid(
      "Invalid parameter name. Please use correct syntax for referencing a version/label; only a mix of letters, numbers and the following 3 symbols .-_ and / is allowed.",
    );
  if (name.includes("/") && !name.startsWith("/"))
    throw invalid("Parameter name must be a fully qualified name.");
  if (name.length > MAX_NAME)
    throw invalid(`Parameter name must not be longer than ${MAX_NAME} characters.`);
  if (name.split("/").length - 1 > MAX_LEVELS)
    throw refusal(
      "HierarchyLevelLimitExceededException",
      `Parameter hierarchies are limited to a maximum depth of ${MAX_LEVELS} levels.`,
    );
  return plainName(name);
}

/** The Value of PutParameter, which fits its tier. Throws ValidationException. */
export function newValue(body: JsonRecord): string {
  const value = asText(body["Value"]) ?? "";
  if (value === "")
    throw invalid(
      // A value is a secret, so the service does not repeat it.
      "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  if (/^\s*\{\{.*\}\}\s*$/.test(value))
    throw invalid('Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.');
  const bytes = Buffer.byteLength(value);
  const advanced = body["Tier"] === "Advanced" || body["Tier"] === "Intelligent-Tiering";
  if (advanced && bytes > MAX_ADVANCED_BYTES)
    throw invalid(
      `Advanced tier parameters support a maximum parameter value of ${MAX_ADVANCED_BYTES} characters.`,
    );
  if (!advanced && bytes > MAX_STANDARD_BYTES)
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${MAX_STANDARD_BYTES} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  return value;
}

/** The Type of PutParameter; undefined when it is not sent. Throws UnsupportedParameterType. */
export function newType(body: JsonRecord): ParameterType | undefined {
  const type = body["Type"];
  if (type === undefined) return undefined;
  if (type === "String" || type === "StringList" || type === "SecureString") return type;
  throw refusal(
    "UnsupportedParameterType",
    `${JSON.stringify(type)} is not a supported parameter type.`,
  );
}

/** There are no customer managed keys here. Throws InvalidKeyId for any but the account's default key. */
export function checkKey(body: JsonRecord): void {
  const key = body["KeyId"];
  if (key !== undefined && key !== "alias/aws/ssm")
    throw refusal(
      "InvalidKeyId",
      `Invalid keyId ${JSON.stringify(key)}: the sandbox has no KMS keys but alias/aws/ssm`,
    );
}

/** The tags of a call on top of those there are. Throws ValidationException or TooManyTagsError. */
export function withTags(
  before: ReadonlyMap<string, string>,
  value: unknown,
): ReadonlyMap<string, string> {
  const after = new Map(before);
  for (const tag of asList(value).map(asRecord)) {
    const key = asText(tag?.["Key"]) ?? "";
    const text = asText(tag?.["Value"]) ?? "";
    const fits = key.length >= 1 && key.length <= 128 && text.length <= 256 && !/^aws:/i.test(key);
    if (!fits || !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(key + text))
      throw invalid(`The tag ${key} does not satisfy the constraints of tags.`);
    after.set(key, text);
  }
  if (after.size > MAX_TAGS)
    throw refusal("TooManyTagsError", `A resource can have no more than ${MAX_TAGS} tags.`);
  return after;
}
