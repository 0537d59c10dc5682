import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chainsOf, type AuthMode } from "./chains.ts";
import { openCrashBed } from "./crash-bed.ts";
import { tryChain, writesAndAThird, type Selection } from "./matrix.ts";
import { copyProgram, type ProgramCopy } from "./program-copy.ts";

/** `npm run test:crash` tries all points; with LIVE_ORIGIN_CRASH=ci all writes and a third of the rest. */
function selection(): { readonly select: Selection; readonly words: string } {
  if (process.env["LIVE_ORIGIN_CRASH"] !== "ci")
    return { select: (_command, points) => points, words: "all points" };
  const seed = Number(process.env["LIVE_ORIGIN_CRASH_SEED"] ?? Math.floor(Math.random() * 1e9));
  return {
    select: writesAndAThird(seed),
    words: `all writes and a third of the rest, seed ${seed}`,
  };
}

/** The crash matrix of one encoder-auth mode. */
export function crashTests(mode: AuthMode): void {
  describe(`killed anywhere and run again, ${mode}`, () => {
    let program: ProgramCopy;
    beforeAll(async () => {
      program = await copyProgram();
    });
    afterAll(() => program.remove());

    for (const chain of chainsOf(mode))
      test.concurrent(`${chain.name}: ends as if nothing had happened`, async () => {
        const { select, words } = selection();
        const bed = await openCrashBed(program);
        try {
          const startedAt = Date.now();
          const tally = await tryChain(bed, chain, select);
          const seconds = Math.round((Date.now() - startedAt) / 1000);
          console.log(
            `${chain.name}: killed at ${tally.tried} points (${words}), ${tally.missed.length} not reached, ${tally.inDoubt} left a cache in doubt, ${seconds} s`,
            ...(tally.missed.length === 0 ? [] : ["\n  not reached:", tally.missed.join("; ")]),
          );
          expect(tally.failed.join("\n\n")).toBe("");
        } finally {
          await bed.close();
        }
      });
  });
}
