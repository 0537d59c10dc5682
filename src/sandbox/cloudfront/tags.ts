import { refusal } from "./refusal.ts";
import type { Decoded } from "./shapes/shape.ts";
import type { tagsShape } from "./shapes/tag-shape.ts";

export type Tags = Readonly<Record<string, string>>;

/** AWS tagging: tags per resource, and the characters of a key and of a value. */
const MAX_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Adds tags to `old`. Throws InvalidTagging for keys and values that AWS does not accept. */
export function withTags(old: Tags, added: Decoded<typeof tagsShape>): Tags {
  const items = added.Items ?? [];
  if (new Set(items.map(({ Key }) => Key)).size < items.length)
    throw refusal("InvalidTagging", "The tags contain a duplicate key.");
  for (const { Key, Value = "" } of items) {
    if (Key.length < 1 || Key.length > 128 || !ALLOWED.test(Key) || /^aws:/i.test(Key))
      throw refusal("InvalidTagging", `The tag key is not valid: ${Key}`);
    if (Value.length > 256 || !ALLOWED.test(Value))
      throw refusal("InvalidTagging", `The value of the tag ${Key} is not valid.`);
  }
  const merged: Record<string, string> = { ...old };
  for (const { Key, Value = "" } of items) merged[Key] = Value;
  if (Object.keys(merged).length > MAX_TAGS)
    throw refusal("InvalidTagging", `A resource can have at most ${MAX_TAGS} tags.`);
  return merged;
}

/** `old` without the tags of the keys. */
export function withoutTags(old: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(old).filter(([key]) => !keys.includes(key)));
}

/** Tags in CloudFront's own form. */
export function tagItems(tags: Tags): Decoded<typeof tagsShape> {
  return { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}
