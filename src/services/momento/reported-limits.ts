import type { ReportedLimits } from "../../config/limits/limit-model.ts";

/** A cache as `listCaches` tells about it, in the SDK's words. */
export type ListedCache = {
  getName(): string;
  getCacheLimits(): {
    readonly maxTrafficRate: number;
    readonly maxThroughputKbps: number;
    readonly maxItemSizeKb: number;
    readonly maxTtlSeconds: number;
  };
};

export type CacheLimits = {
  /** Undefined when there is no cache yet to report it. */
  readonly reported: ReportedLimits | undefined;
  /** Names on the first page, which is all that the SDK shows. */
  readonly caches: readonly string[];
};

/**
 * The limits that the account reports with `name`, else with its first cache: they are the account's. A 0 is a limit that
 * is not reported. The SDK's "Kb" are KiB: 4,883 of them are the documented 5 MB (Momento docs, limits).
 */
export function cacheLimits(name: string, listed: readonly ListedCache[]): CacheLimits {
  const cache = listed.find((each) => each.getName() === name) ?? listed[0];
  const limits = cache?.getCacheLimits();
  return {
    caches: listed.map((each) => each.getName()),
    reported:
      limits === undefined
        ? undefined
        : {
            maxOperationsPerSecond: known(limits.maxTrafficRate),
            maxThroughputKiBps: known(limits.maxThroughputKbps),
            maxItemKiB: known(limits.maxItemSizeKb),
            maxTtlSeconds: known(limits.maxTtlSeconds),
          },
  };
}

function known(value: number): number | undefined {
  return value > 0 ? value : undefined;
}
