import { peakBits } from "./bitrate.ts";
import { limitFindings } from "./limit-findings.ts";
import { segmentBytes } from "./segment-size.ts";
import type { RateControl, Rung } from "./spec.ts";

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

/** What {@link ladderDemand} needs of a Spec. */
export type DemandSource = {
  readonly origin: { readonly ttlSeconds: number };
  readonly channel: {
    readonly ladder: readonly Rung[];
    readonly rateControl: RateControl;
    readonly segmentSeconds: number;
  };
};

/** Works out what the ladder asks of the account: operations, throughput, storage and the largest item. */
export function ladderDemand({ origin, channel }: DemandSource): Demand {
  const segmentMs = Math.round(channel.segmentSeconds * 1000);
  const rungs = channel.ladder.map((rung) => ({
    name: rung.name,
    bits: peakBits(rung, channel.rateControl),
  }));
  const largest = rungs.reduce((most, rung) => (rung.bits > most.bits ? rung : most), {
    name: "",
    bits: 0,
  });
  const totalBits = rungs.reduce((sum, rung) => sum + rung.bits, 0);
  const bytesPerSecond = segmentBytes({ bits: totalBits, milliseconds: 1000 });
  return {
    totalBits,
    operationsPerSecond: Math.ceil(bytesPerSecond / 1024),
    throughputKiBps: Math.ceil(bytesPerSecond / 1024),
    hotStorageBytes: Math.ceil(bytesPerSecond * origin.ttlSeconds),
    largestSegmentBytes: Math.ceil(segmentBytes({ bits: largest.bits, milliseconds: segmentMs })),
    largestRung: largest.name,
    largestBits: largest.bits,
    segmentMs,
    ttlSeconds: origin.ttlSeconds,
  };
}

/**
 * Compares a demand with what the account reports; where it reports nothing, with the documented defaults of an on-demand
 * account (Momento docs, limits). Empty when everything fits.
 */
export function compareLimits(
  demand: Demand,
  reported: ReportedLimits | undefined,
): readonly LimitFinding[] {
  return limitFindings(demand, reported ?? {});
}
