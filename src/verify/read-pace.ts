import type { Demand, ReportedLimits } from "../config/limits/limit-model.ts";
import { ON_DEMAND_DEFAULTS } from "../config/limits/limit-findings.ts";

type Clock = {
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
};

/** Lets reads of the origin pass as an account's limit allows, so that a look refuses nothing to encoder and viewers. */
export type ReadPace = {
  /** Does one read of `address`, segments one after the other and in their time; `read` answers with what it has cost. */
  run<Answer>(
    address: string,
    read: () => Promise<Answer>,
    cost: (answer: Answer) => Cost,
  ): Promise<Answer>;
};

/** How an answer came: bytes of it, and whether the edge had it, so that the origin was not asked. */
type Cost = { readonly bytes: number; readonly headers: Headers | undefined };

/** Above so many operations a second nothing that a look reads is felt. */
const AMPLE = 2_000;
/** What is left to viewers beside. */
const SHARE = 0.8;
const KIB = 1_024;

/**
 * How fast a stack's stream may be read: what its ladder leaves of the account's operations a second (one for each started KiB:
 * Momento docs, operations); of the documented default where the account does not report them. Undefined where that is ample, or
 * where the ladder itself is beyond the limit: then viewers are refused as well.
 */
export function operationsLeft(
  demand: Demand,
  reported: ReportedLimits | undefined,
): number | undefined {
  const limit = reported?.maxOperationsPerSecond ?? ON_DEMAND_DEFAULTS.operationsPerSecond;
  const left = SHARE * (limit - demand.operationsPerSecond);
  return left <= 0 || left > AMPLE ? undefined : left;
}

/** Paces reads at so many operations a second. Playlists count, and never wait: their checks look at the clock. */
export function createReadPace(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  operationsPerSecond: number,
): ReadPace {
  let left = operationsPerSecond;
  let at = clock.now();
  let last: Promise<unknown> = Promise.resolve();
  const refill = (): number => {
    const now = clock.now();
    left = Math.min(operationsPerSecond, left + ((now - at) / 1000) * operationsPerSecond);
    at = now;
    return left;
  };
  return {
    run: async (address, read, cost) => {
      const spend = async (): Promise<Awaited<ReturnType<typeof read>>> => {
        const answer = await read();
        const { bytes, headers } = cost(answer);
        const isFromEdge = /^(?:refresh)?hit/i.test(headers?.get("x-cache") ?? "");
        refill();
        if (!isFromEdge) left -= Math.max(1, Math.ceil(bytes / KIB));
        return answer;
      };
      if (/\.m3u8(?:$|\?)/.test(address)) return spend();
      const turn = last.then(async () => {
        while (refill() <= 0)
          await clock.sleep(Math.ceil((-left / operationsPerSecond) * 1000) + 50, signal);
        return spend();
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}
