import { VERIFY_TIMEOUT_MS, type WatchedShow } from "../core/channel/watch-show.ts";
import type { Invocation } from "./command.ts";
import { isInteractive } from "./interactive.ts";

/** How a show that is started is watched until it plays. */
export function showWatch(
  invocation: Invocation,
  verifyTimeoutMs: number | undefined,
): Pick<WatchedShow, "timeoutMs" | "waitsOn" | "searchPath"> {
  return {
    timeoutMs: verifyTimeoutMs ?? VERIFY_TIMEOUT_MS,
    waitsOn: isInteractive(invocation),
    searchPath: invocation.context.env["PATH"],
  };
}
