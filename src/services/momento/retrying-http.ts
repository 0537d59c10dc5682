import type { Clock } from "../../core/engine/clock.ts";
import { retry, type Retrying } from "../../core/engine/retry.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { HttpAnswer, MomentoHttp } from "./http-client.ts";

/** When to try again, and who hears of it. */
type RetryingOptions = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** 0 to 1; drawn by itself unless told. */
  readonly random?: () => number;
  readonly onRetry?: Retrying["onRetry"];
};

const DEADLINE_MS = 20_000;

/**
 * Momento's HTTP data API that asks again, with growing pauses and for 20 seconds at most, while it is throttled (429),
 * answers 5xx or nothing at all; the last answer is the answer. Throws MOMENTO_UNREACHABLE and the signal's reason.
 */
export function retryingHttp(http: MomentoHttp, options: RetryingOptions): MomentoHttp {
  const ask = async (send: () => Promise<HttpAnswer>): Promise<HttpAnswer> => {
    let last: HttpAnswer | undefined;
    try {
      return await retry(
        { random: Math.random, ...options },
        { transient, deadlineMs: DEADLINE_MS, firstDelayMs: 300, maxDelayMs: 5_000 },
        async () => {
          last = undefined;
          const answer = await send();
          if (answer.status !== 429 && answer.status < 500) return answer;
          last = answer;
          throw unavailable(answer.status);
        },
      );
    } catch (error) {
      options.signal.throwIfAborted();
      if (last !== undefined) return last;
      throw error;
    }
  };
  return {
    get: (...asked) => ask(() => http.get(...asked)),
    put: (...asked) => ask(() => http.put(...asked)),
    delete: (...asked) => ask(() => http.delete(...asked)),
  };
}

function transient(error: unknown): string | undefined {
  if (!(error instanceof LiveOriginError)) return undefined;
  if (error.code === "MOMENTO_UNREACHABLE") return "Momento's HTTP API does not answer";
  return error.code === "MOMENTO_UNAVAILABLE" ? error.message : undefined;
}

function unavailable(status: number): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_UNAVAILABLE",
    message: `Momento's HTTP API answers ${status}`,
    hint: "Run the same command again in a minute.",
  });
}
