/** What a ladder asks of the Momento account. Writes only: what the edge reads comes on top. */
export type Demand = {
  /** Video maximum plus audio of all rungs, bits per second. */
  readonly totalBits: number;
  /** One operation for each KiB written (Momento docs, operations), audio and 10 % overhead included. */
  readonly operationsPerSecond: number;
  readonly throughputKiBps: number;
  /** Bytes held at once: the rate of all rungs times the TTL. */
  readonly hotStorageBytes: number;
  /** Estimate of the largest single segment. */
  readonly largestSegmentBytes: number;
  /** The rung that makes it. */
  readonly largestRung: string;
  /** Its peak, video and audio, bits per second. */
  readonly largestBits: number;
  readonly segmentMs: number;
  readonly ttlSeconds: number;
};

/** Limits that an account reports about itself (`listCaches`); a member it does not report is undefined. */
export type ReportedLimits = {
  readonly maxOperationsPerSecond?: number | undefined;
  readonly maxThroughputKiBps?: number | undefined;
  readonly maxItemKiB?: number | undefined;
  readonly maxTtlSeconds?: number | undefined;
};

/** A limit the ladder exceeds: `stop` for one the account reports, `warning` for a documented default. */
export type LimitFinding = {
  readonly level: "stop" | "warning";
  readonly code: string;
  /** Both numbers and the settings that fit. */
  readonly message: string;
};
