import { afterAll, beforeAll, expect, test } from "vitest";
import { chainsOf, type AuthMode } from "./chains.ts";
import { openCrashBed } from "./crash-bed.ts";
import { tryExports } from "./exports.ts";
import {
  allPoints,
  shareOf,
  tryChain,
  writesAndSome,
  type Chain,
  type Selection,
} from "./matrix.ts";
import { copyProgram, type ProgramCopy } from "./program-copy.ts";
import { keepWarm, type WarmProgram } from "./warm-program.ts";

/** `npm run test:crash` tries all points; with LIVE_ORIGIN_CRASH=ci all writes and a sixteenth of the rest. */
const isQuick = process.env["LIVE_ORIGIN_CRASH"] === "ci";
const seed = Number(process.env["LIVE_ORIGIN_CRASH_SEED"] ?? Math.floor(Math.random() * 1e9));
const words = isQuick ? `all writes and a sixteenth of the rest, seed ${seed}` : "all points";

const total = { tried: 0, chains: 0 };
let program: ProgramCopy;
let warm: WarmProgram;
let startedAt = 0;
/** The crash matrix of one encoder-auth mode, in a worker of its own. Prints how many kill points were tried. */
export function crashTests(mode: AuthMode): void {
  beforeAll(async () => {
    startedAt = Date.now();
    program = await copyProgram();
    warm = keepWarm(program.warm);
  });
  afterAll(async () => {
    warm.close();
    await program.remove();
    console.log(
      `${mode}, kill points tried in total: ${total.tried} on ${total.chains} rounds (${words}), ${secondsSince(startedAt)} s`,
    );
  });

  // It asks no cloud, so one mode tells all.
  if (mode === "url-token")
    test.concurrent("a key that is exported, killed anywhere: there is all of its file or nothing", async () => {
      const bed = await openCrashBed(program, warm);
      try {
        const tried = await tryExports(bed);
        total.tried += tried;
        console.log(`keys export: killed at ${tried} points`);
      } finally {
        await bed.close();
      }
    });
  const select: Selection = isQuick ? writesAndSome(String(seed), mode) : allPoints;
  for (const chain of chainsOf(mode).filter(({ onlyWhole }) => !isQuick || onlyWhole !== true)) {
    const shares = chain.shares ?? 1;
    for (let share = 0; share < shares; share += 1) {
      const name = shares === 1 ? chain.name : `${chain.name} (${share + 1} of ${shares})`;
      test.concurrent(`${name}, killed anywhere: ends as if nothing had happened`, () =>
        goRound(name, chain, shareOf(select, share, shares)));
    }
  }
}

async function goRound(name: string, chain: Chain, select: Selection): Promise<void> {
  const chainStartedAt = Date.now();
  const bed = await openCrashBed(program, warm);
  try {
    const tally = await tryChain(bed, chain, select);
    total.tried += tally.tried;
    total.chains += 1;
    console.log(
      `${name}: killed at ${tally.tried} points (${words}), ${tally.missed.length} not reached, ${tally.inDoubt} left a cache in doubt, ${secondsSince(chainStartedAt)} s`,
      ...(tally.missed.length === 0 ? [] : ["\n  not reached:", tally.missed.join("; ")]),
    );
    expect(tally.failed.join("\n\n")).toBe("");
    expect(tally.tried + tally.missed.length).toBeGreaterThan(0);
    // What is done side by side may come in another order, so a few moments may not come again: of few that were drawn, one.
    expect(tally.missed.length).toBeLessThanOrEqual(Math.max(1, tally.tried / 9));
  } finally {
    await bed.close();
  }
}

function secondsSince(then: number): number {
  return Math.round((Date.now() - then) / 1000);
}
