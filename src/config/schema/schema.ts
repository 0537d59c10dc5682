import { z } from "zod";
import { inputMemberSchemas, inputSchema } from "./input-schemas.ts";
import { CDN_FIELDS } from "../fields/fields-cdn.ts";
import { CHANNEL_FIELDS } from "../fields/fields-channel.ts";
import { HLS_FIELDS } from "../fields/fields-hls.ts";
import { ORIGIN_FIELDS, STACK_FIELDS } from "../fields/fields-origin.ts";
import { membersBelow, schemaOf } from "./field-schemas.ts";
import { ladderSchema, type rungSchema } from "./ladder-schema.ts";

/**
 * The one schema of `live-origin.json`: a Spec in which everything may be left out, because flags, environment and
 * defaults complete it. Unknown keys are refused. Rules between fields are judged after merging.
 */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Rehearse (true) or not (false); what is built is the same. */
  sandbox: z.boolean().optional(),
  /** Path of the file that holds the account's Momento key, from this file's folder; never the key. */
  momentoKeyFile: z.string().min(1).optional(),
  ...membersBelow(STACK_FIELDS, ""),
  origin: z.strictObject(membersBelow(ORIGIN_FIELDS, "origin.")).optional(),
  channel: z
    .strictObject({
      input: inputSchema.optional(),
      ladder: ladderSchema.optional(),
      ...membersBelow(CHANNEL_FIELDS, "channel."),
      hls: z.strictObject(membersBelow(HLS_FIELDS, "channel.hls.")).optional(),
    })
    .optional(),
  cdn: z.strictObject(membersBelow(CDN_FIELDS, "cdn.")).optional(),
});

/** What `live-origin.json` holds, and what a Spec is written as. */
export type Config = z.infer<typeof configSchema>;

/** A rung as the file and `--rung` have it, before its defaults are filled in. */
export type RungEntry = z.infer<typeof rungSchema>;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...[...STACK_FIELDS, ...ORIGIN_FIELDS, ...CHANNEL_FIELDS, ...HLS_FIELDS, ...CDN_FIELDS].map(
    (row) => [row.path, schemaOf(row)] as const,
  ),
  ["channel.ladder", ladderSchema],
  ...Object.entries(inputMemberSchemas),
]);

/** The schema of one field by its path. An unknown path is a bug and throws. */
export function schemaAt(path: string): z.ZodType {
  const schema = SCHEMAS.get(path);
  if (schema === undefined) throw new Error(`no schema for ${path}`);
  return schema;
}
