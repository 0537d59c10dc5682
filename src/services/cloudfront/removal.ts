import type { Effects } from "../../core/engine/resource.ts";
import type { ResourceKind } from "../../core/state/state.ts";
import { poll } from "../../core/engine/wait.ts";
import type { Removed } from "./api.ts";

/** CloudFront deploys in minutes; an hour is twice the longest that its guide speaks of. */
export const DEPLOY_DEADLINE_MS = 3_600_000;

/** States change in minutes. */
export const DEFAULT_POLL_MS = 5_000;

/**
 * Deletes what a distribution may still hold on to: tries, and as long as it is in use, tries again. Throws WAIT_TIMED_OUT.
 */
export async function removeOnceUnused({
  effects: { clock, signal, emit },
  resource,
  pollMs,
  attempt,
}: {
  readonly effects: Pick<Effects, "clock" | "signal" | "emit">;
  readonly resource: ResourceKind;
  readonly pollMs: number;
  readonly attempt: () => Promise<Removed>;
}): Promise<void> {
  await poll(
    { clock, signal, emit, resource },
    {
      until: `the ${resource === "function" ? "function" : "cache policy"} to be unused`,
      everyMs: pollMs,
      deadlineMs: DEPLOY_DEADLINE_MS,
      read: attempt,
      done: (answer) => answer === "removed" || answer === "gone",
      describe: (answer) => (answer === "busy" ? "in use by a distribution" : "changing"),
      hint: "Run the same command again when CloudFront has deployed the distribution that used it.",
    },
  );
}
