import type { Call } from "../../core/engine/call.ts";

/** One write to CloudFront, for the plan. */
export function call(operation: string, input: unknown): Call {
  return { service: "cloudfront", operation, input };
}
