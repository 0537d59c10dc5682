import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "../../unit/seeded.ts";
import { goThrough } from "./go-through.ts";
import { anySequence } from "./sequence.ts";

test("two stacks, two folders: whatever is done to one, the other's viewers see what they saw", async () => {
  const { seed, numRuns } = seeded("sequences on two stacks", Number(process.env["N"] ?? 200));
  const tally = new Map<string, number>();
  const cpu = process.cpuUsage();
  await fc.assert(
    fc.asyncProperty(anySequence, async (sequence) => {
      const { ended, harm } = await goThrough(sequence);
      for (const one of ended) tally.set(one.slice(2), (tally.get(one.slice(2)) ?? 0) + 1);
      expect(harm, JSON.stringify(ended)).toBeUndefined();
    }),
    { seed, numRuns, endOnFailure: true },
  );
  const { user, system } = process.cpuUsage(cpu);
  console.log(
    [...tally]
      .toSorted()
      .map((each) => each.join(": "))
      .join("\n"),
    `${(user + system) / 1e6} s cpu`,
  );
});
