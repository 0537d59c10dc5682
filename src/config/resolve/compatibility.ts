import { CDN_RULES } from "../rules/cdn-rules.ts";
import type { Draft } from "./draft.ts";
import { INPUT_RULES } from "../rules/input-rules.ts";
import { LADDER_RULES } from "../rules/ladder-rules.ts";
import { ORIGIN_RULES } from "../rules/origin-rules.ts";
import type { Finding, Rule } from "../rules/rule.ts";
import { SEGMENT_RULES } from "../rules/segment-rules.ts";
import { SIZE_RULES } from "../rules/size-rules.ts";
import type { Config } from "../schema/schema.ts";
import { overlap } from "./tree.ts";

/** Every rule between fields, the segment-size rule first. */
export const RULES: readonly Rule[] = [
  ...SIZE_RULES,
  ...SEGMENT_RULES,
  ...LADDER_RULES,
  ...ORIGIN_RULES,
  ...INPUT_RULES,
  ...CDN_RULES,
];

/** Judges a draft, and the configuration it was made from, by every rule whose fields are all valid. `invalid` lists the paths of the fields that are not. */
export function judgeDraft(
  draft: Draft,
  config: Config,
  invalid: readonly string[] = [],
): readonly Finding[] {
  return RULES.filter(
    ({ reads }) => !reads.some((path) => invalid.some((bad) => overlap(path, bad))),
  ).flatMap(({ judge }) => judge(draft, config));
}
