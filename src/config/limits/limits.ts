import { peakBits } from "../ladder/bitrate.ts";
import type { Demand, LimitFinding, ReportedLimits } from "./limit-model.ts";
import { limitFindings } from "./limit-findings.ts";
import { segmentBytes } from "../ladder/segment-size.ts";
import type { RateControl, Rung } from "../spec.ts";

/** What {@link ladderDemand} needs of a Spec. */
type DemandSource = {
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

/** Does a demand fit, with what one edge location reads on top: each object once? */
export function fitsAccount(demand: Demand, reported: ReportedLimits | undefined): boolean {
  const withReads = {
    ...demand,
    operationsPerSecond: 2 * demand.operationsPerSecond,
    throughputKiBps: 2 * demand.throughputKiBps,
  };
  return compareLimits(withReads, reported).length === 0;
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
