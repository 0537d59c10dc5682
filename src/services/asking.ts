import type { Clock } from "../provision/clock.ts";
import type { Effects } from "../provision/resource.ts";
import type { Retrying } from "../provision/retry.ts";
import type { ResourceKind } from "../provision/state.ts";

/** What retrying needs of the world, fixed when a client is made. */
export type Pace = { readonly clock: Clock; readonly random: () => number };

/** What one call needs: when to give up, and who hears of pauses. */
export type Asking = {
  readonly signal: AbortSignal;
  readonly onRetry?: Retrying["onRetry"];
};

/** How a resource's step asks: it ends with the run's signal, and its retries are shown on the step's line. */
export function askingFor(effects: Effects, resource: ResourceKind): Asking {
  return {
    signal: effects.signal,
    onRetry: (info) => effects.emit({ type: "step.retrying", resource, ...info }),
  };
}
