import { z } from "zod";
import { inputMemberSchemas, inputSchema } from "./input-schemas.ts";
import { memberSchemas, rungSchema } from "./member-schemas.ts";

const optional = <T extends z.ZodType>(schema: T): z.ZodOptional<T> => schema.optional();

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
  name: optional(memberSchemas.name),
  region: optional(memberSchemas.region),
  origin: z
    .strictObject({
      endpoint: optional(memberSchemas["origin.endpoint"]),
      cache: optional(memberSchemas["origin.cache"]),
      ttlSeconds: optional(memberSchemas["origin.ttlSeconds"]),
      keyDays: optional(memberSchemas["origin.keyDays"]),
      revocableKeys: optional(memberSchemas["origin.revocableKeys"]),
      accountUrl: optional(memberSchemas["origin.accountUrl"]),
    })
    .optional(),
  channel: z
    .strictObject({
      input: inputSchema.optional(),
      ladder: optional(memberSchemas["channel.ladder"]),
      segmentSeconds: optional(memberSchemas["channel.segmentSeconds"]),
      gopSeconds: optional(memberSchemas["channel.gopSeconds"]),
      rateControl: optional(memberSchemas["channel.rateControl"]),
      hls: z
        .strictObject({
          windowSegments: optional(memberSchemas["channel.hls.windowSegments"]),
          keepSegments: optional(memberSchemas["channel.hls.keepSegments"]),
          filecacheSeconds: optional(memberSchemas["channel.hls.filecacheSeconds"]),
          numRetries: optional(memberSchemas["channel.hls.numRetries"]),
          connectionRetryIntervalSeconds: optional(
            memberSchemas["channel.hls.connectionRetryIntervalSeconds"],
          ),
          restartDelaySeconds: optional(memberSchemas["channel.hls.restartDelaySeconds"]),
        })
        .optional(),
      class: optional(memberSchemas["channel.class"]),
      segmentNames: optional(memberSchemas["channel.segmentNames"]),
      encoderAuth: optional(memberSchemas["channel.encoderAuth"]),
      roleArn: optional(memberSchemas["channel.roleArn"]),
      sizeRule: optional(memberSchemas["channel.sizeRule"]),
    })
    .optional(),
  cdn: z
    .strictObject({
      masterPlaylist: optional(memberSchemas["cdn.masterPlaylist"]),
      playlistCacheSeconds: optional(memberSchemas["cdn.playlistCacheSeconds"]),
      cors: optional(memberSchemas["cdn.cors"]),
    })
    .optional(),
});

/** What `live-origin.json` holds, and what a Spec is written as. */
export type Config = z.infer<typeof configSchema>;

/** A rung as the file and `--rung` have it, before its defaults are filled in. */
export type RungEntry = z.infer<typeof rungSchema>;

const SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...Object.entries(memberSchemas),
  ...Object.entries(inputMemberSchemas),
]);

/** The schema of one field by its path. Throws for a path that is no field's: a bug. */
export function schemaAt(path: string): z.ZodType {
  const schema = SCHEMAS.get(path);
  if (schema === undefined) throw new Error(`no schema for ${path}`);
  return schema;
}
