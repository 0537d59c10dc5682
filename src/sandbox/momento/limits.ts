/** What an account may do. Rates are per second and for the whole account (Momento docs, quotas: per region). */
export type AccountLimits = {
  readonly operationsPerSecond: number;
  readonly throughputKiBps: number;
  /** Key and value together. */
  readonly maxItemKiB: number;
  readonly maxTtlSeconds: number;
  readonly maxCaches: number;
  /** All values together; undefined: as much as this machine has. */
  readonly hotStorageMiB?: number | undefined;
  /** Control plane calls; undefined leaves them free. */
  readonly controlCallsPerSecond: number | undefined;
};

/**
 * The documented defaults of an on-demand account: 100 operations per second, 24 hours, 3 namespaces, 5 control calls
 * per second (Momento docs, quotas); 4883 KiB and 10240 KiB/s are what Momento's own tests expect from `listCaches`.
 */
export const ON_DEMAND: AccountLimits = {
  operationsPerSecond: 100,
  throughputKiBps: 10_240,
  maxItemKiB: 4_883,
  maxTtlSeconds: 86_400,
  maxCaches: 3,
  controlCallsPerSecond: 5,
};

/**
 * An account with provisioned capacity: the item size is the same hard limit, the rest "as provisioned" (Momento docs,
 * quotas). The figures are ours: ample for several large ladders. Its TTL is documented as unbounded; 30 days here.
 */
export const PROVISIONED: AccountLimits = {
  operationsPerSecond: 50_000,
  throughputKiBps: 204_800,
  maxItemKiB: 4_883,
  maxTtlSeconds: 2_592_000,
  maxCaches: 100,
  controlCallsPerSecond: undefined,
};

/** Topic limits, reported only: the values that Momento's own tests expect. */
export const TOPIC_LIMITS = {
  max_publish_rate: 100,
  max_subscription_count: 100,
  max_publish_message_size_kb: 100,
} as const;
