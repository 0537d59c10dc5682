import type { Run } from "../cli/command.ts";
import { createPart } from "./create-origin.ts";

/** Makes the CloudFront distribution. Needs the origin's keys. */
export const runCreateCdn: Run = (invocation) =>
  createPart(invocation, { part: "cdn", parts: ["origin", "cdn"], next: "start" });
