import fc from "fast-check";
import { expect } from "vitest";
import { goThrough } from "./go-through.ts";
import { anySequence } from "./sequence.ts";

/** They wait most of the time. */
const LANES = 3;

/** Goes through so many sequences, several at once, and prints how their steps ended. Rejects at the first harm done. */
export async function trySequences({
  seed,
  numRuns,
}: {
  readonly seed: number;
  readonly numRuns: number;
}): Promise<void> {
  const tally = new Map<string, number>();
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    fc.assert(
      fc.asyncProperty(anySequence, async (sequence) => {
        const { ended, harm } = await goThrough(sequence);
        for (const one of ended) tally.set(one.slice(2), (tally.get(one.slice(2)) ?? 0) + 1);
        expect(harm, JSON.stringify(ended)).toBeUndefined();
      }),
      { seed: seed + lane, numRuns: Math.ceil(numRuns / LANES), endOnFailure: true },
    ),
  );
  await Promise.all(lanes);
  const lines = [...tally].map(([step, times]) => `${step}: ${times}`);
  console.log(lines.toSorted((one, other) => one.localeCompare(other)).join("\n"));
}
