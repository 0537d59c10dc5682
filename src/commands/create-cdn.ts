import type { Run } from "../cli/command.ts";
import type { CdnFlags } from "../cli/command-flags.ts";
import { createPart } from "./create-origin.ts";

/** Makes the CloudFront distribution. Needs the origin's keys. */
export const runCreateCdn: Run<CdnFlags> = (invocation) =>
  createPart(invocation, { part: "cdn", parts: ["origin", "cdn"] });
