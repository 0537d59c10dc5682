import { asRecord } from "../json.ts";
import type { Tags } from "./records.ts";
import { badRequest } from "./refusals.ts";

/** Limits of tags (MediaLive user guide, tagging). */
const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;
const ALLOWED = /^[\p{L}\p{N} _.:/=+\-@]*$/u;

/** The tags of a body on top of those there are. Throws BadRequestException for what is no tag or too many. */
export function withTags(before: Tags, value: unknown): Tags {
  if (value === undefined || value === null) return before;
  const sent = asRecord(value);
  if (sent === undefined) throw badRequest("tags must be an object");
  const after = new Map(before);
  for (const [key, text] of Object.entries(sent)) {
    if (typeof text !== "string") throw badRequest(`The value of tag ${key} must be a string`);
    if (key.length < 1 || key.length > MAX_KEY || !ALLOWED.test(key))
      throw badRequest(`Invalid tag key: ${key}`);
    if (text.length > MAX_VALUE || !ALLOWED.test(text))
      throw badRequest(`Invalid value of tag ${key}`);
    if (/^aws:/i.test(key)) throw badRequest("Tag keys must not begin with aws:");
    after.set(key, text);
  }
  if (after.size > MAX_TAGS) throw badRequest(`A resource can have at most ${MAX_TAGS} tags`);
  return after;
}

/** Tags as they are on the wire. */
export function tagsView(tags: Tags): Readonly<Record<string, string>> {
  return Object.fromEntries(tags);
}
