import type { Call } from "../../core/engine/call.ts";

/** One write to MediaLive, for the plan. */
export function call(operation: string, input: unknown): Call {
  return { service: "medialive", operation, input };
}
