import type { JsonRecord } from "../json.ts";
import { asList, asText } from "../json.ts";
import { invalid, refusal } from "./refusals.ts";
import { checkKey, newName, newType, newValue, withTags } from "./rules.ts";
import type { ParameterStore } from "./store.ts";

/**
 * PutParameter: creates, or with Overwrite makes a new version. `now` is epoch milliseconds. Throws what Parameter Store
 * refuses: Tags together with Overwrite, a name that exists, a type that changes.
 */
export function putParameter(store: ParameterStore, body: JsonRecord, now: number): JsonRecord {
  const name = newName(body);
  const value = newValue(body);
  const type = newType(body);
  checkKey(body);
  const overwrite = body["Overwrite"] === true;
  if (overwrite && asList(body["Tags"]).length > 0)
    throw invalid(
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    );
  const before = store.get(name);
  if (before !== undefined && !overwrite) throw exists();
  if (before === undefined && store.wasJustDeleted(name)) throw exists();
  if (before === undefined && type === undefined)
    throw invalid("A parameter type is required when you create a parameter.");
  if (before !== undefined && type !== undefined && type !== before.type)
    throw refusal(
      "HierarchyTypeMismatchException",
      `The parameter type cannot be changed from ${before.type} to ${type}.`,
    );
  const tags = withTags(before?.tags ?? new Map(), body["Tags"]);
  const version = (before?.version ?? 0) + 1;
  const tier = body["Tier"] === "Advanced" || before?.tier === "Advanced" ? "Advanced" : "Standard";
  store.put({
    name,
    type: before?.type ?? type ?? "String",
    value,
    version,
    modifiedAt: now,
    description: asText(body["Description"]) ?? before?.description,
    tier,
    tags,
  });
  return { Tier: tier, Version: version };
}

function exists(): Error {
  return refusal(
    "ParameterAlreadyExists",
    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  );
}
