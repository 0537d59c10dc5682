import { z } from "zod";
import { configSchema } from "./schema.ts";

/** The JSON Schema (draft 2020-12) of `live-origin.json`, for editors. Made from the schema that judges the file. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(configSchema, { io: "input", target: "draft-2020-12" }),
    title: "live-origin.json",
    description:
      "What live-origin builds: a Momento origin, a MediaLive channel and a CloudFront distribution.",
  };
}
