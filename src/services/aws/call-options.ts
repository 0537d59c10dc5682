import type { Clock } from "../../core/engine/clock.ts";
import type { Effects } from "../../core/engine/resource.ts";
import type { Retrying } from "../../core/engine/retry.ts";
import type { ResourceKind } from "../../core/state/state.ts";

/** How a client's calls are retried, fixed when the client is made. */
export type RetryOptions = {
  readonly clock: Clock;
  readonly random: () => number;
  /** Told before every pause of a call whose asker does not listen itself; `reason` names the call. */
  readonly onRetry?: Retrying["onRetry"] | undefined;
};

/** Who hears of the pauses of one call: its asker, else whoever listens to all of them. */
export function retryListener(
  pace: RetryOptions,
  callOptions: CallOptions,
  call: string,
): Pick<Retrying, "onRetry"> | undefined {
  if (callOptions.onRetry !== undefined) return { onRetry: callOptions.onRetry };
  const { onRetry } = pace;
  if (onRetry === undefined) return undefined;
  return { onRetry: (info) => onRetry({ ...info, reason: `${call}: ${info.reason}` }) };
}

/** What one call needs: when to give up, and who hears of pauses. */
export type CallOptions = {
  readonly signal: AbortSignal;
  readonly onRetry?: Retrying["onRetry"];
  /** A list that this run read before, and wrote nothing to since, will do. */
  readonly readBefore?: boolean;
};

/** How a resource's step asks: it ends with the run's signal, and its retries are shown on the step's line. */
export function callOptionsFor(
  effects: Pick<Effects, "signal" | "emit">,
  resource: ResourceKind,
): CallOptions {
  return {
    signal: effects.signal,
    onRetry: (info) => effects.emit({ type: "step.retrying", resource, ...info }),
  };
}
