import type { SandboxClock } from "./clock.ts";

export type TokenBucket = {
  /** Takes `amount` when that much is left; otherwise takes nothing and answers false. */
  take(amount: number): boolean;
};

/**
 * A rate limit: refills at `perSecond` and holds at most one second's worth. An amount larger than the bucket passes
 * when the bucket is full and leaves it in debt, so that one large item is slow rather than impossible.
 */
export function createTokenBucket(perSecond: number, clock: SandboxClock): TokenBucket {
  let level = perSecond;
  let at = clock.now();
  return {
    take(amount) {
      const now = clock.now();
      level = Math.min(perSecond, level + ((now - at) / 1000) * perSecond);
      at = now;
      if (level < Math.min(amount, perSecond)) return false;
      level -= amount;
      return true;
    },
  };
}
