import type { Run } from "../cli/command.ts";
import type { MakingFlags } from "../cli/flags.ts";
import { createPart } from "./create-origin.ts";

/** Makes the CloudFront distribution. Needs the origin's keys. */
export const runCreateCdn: Run<MakingFlags> = (invocation) =>
  createPart(invocation, { part: "cdn", parts: ["origin", "cdn"] });
