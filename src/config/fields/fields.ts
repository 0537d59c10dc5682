import { CDN_FIELDS } from "./fields-cdn.ts";
import { CHANNEL_FIELDS } from "./fields-channel.ts";
import { LADDER_FIELDS } from "./fields-ladder.ts";
import { HLS_FIELDS } from "./fields-hls.ts";
import { INPUT_FIELDS } from "./fields-input.ts";
import { ORIGIN_FIELDS, STACK_FIELDS } from "./fields-origin.ts";
import type { Field } from "./field.ts";

/** Every setting there is, in the order of help: flags, variables, config keys, README table and completion come from it. */
export const FIELDS: readonly Field[] = [
  ...STACK_FIELDS,
  ...ORIGIN_FIELDS,
  ...INPUT_FIELDS,
  ...LADDER_FIELDS,
  ...CHANNEL_FIELDS,
  ...HLS_FIELDS,
  ...CDN_FIELDS,
];

/** The paths of all settings, each once. */
export const FIELD_PATHS: readonly string[] = [...new Set(FIELDS.map(({ path }) => path))];

/** The field at a path; the first of the two at `channel.ladder`. An unknown path is a bug and throws. */
export function fieldAt(path: string): Field {
  const found = FIELDS.find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`no setting is called ${path}`);
  return found;
}

/** Every `LIVE_ORIGIN_…` variable of a setting. */
export const VARIABLES: readonly string[] = FIELDS.map(({ variable }) => variable);
