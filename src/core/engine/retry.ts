import type { Clock } from "./clock.ts";

/** What trying again needs of the run. */
export type Retrying = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** 0 to 1; injected so that tests can fix the jitter. */
  readonly random: () => number;
  /** Told before every pause. */
  readonly onRetry?:
    | ((info: {
        readonly reason: string;
        readonly attempt: number;
        readonly delayMs: number;
      }) => void)
    | undefined;
};

/** Which failures are tried again, and for how long. */
export type RetryRule = {
  /** Names why the error may pass by itself (throttled, 503, connection reset), or undefined when trying again cannot help. */
  readonly transient: (error: unknown) => string | undefined;
  /** One deadline over all attempts, milliseconds. */
  readonly deadlineMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
};

/**
 * Runs `work` until it succeeds, fails for good, or the next pause would pass the deadline; then throws the last error.
 * Pauses double from `firstDelayMs` up to `maxDelayMs`, each shortened by up to half at random. The SDKs' own
 * retries must be off, or attempts multiply.
 */
export async function retry<Result>(
  retrying: Retrying,
  rule: RetryRule,
  work: (attempt: number) => Promise<Result>,
): Promise<Result> {
  const startedAt = retrying.clock.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const reason = rule.transient(error);
      if (reason === undefined || retrying.signal.aborted) throw error;
      const ceiling = Math.min(rule.maxDelayMs, rule.firstDelayMs * 2 ** (attempt - 1));
      const delayMs = Math.round(ceiling * (1 - retrying.random() / 2));
      if (retrying.clock.now() - startedAt + delayMs > rule.deadlineMs) throw error;
      retrying.onRetry?.({ reason, attempt, delayMs });
      await retrying.clock.sleep(delayMs, retrying.signal);
    }
  }
}
