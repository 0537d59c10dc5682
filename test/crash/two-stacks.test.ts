import { test } from "vitest";
import { trySequences } from "../integration/two-stacks/try-sequences.ts";

const SEQUENCES = 200;
const seed = Number(process.env["LIVE_ORIGIN_CRASH_SEED"] ?? Math.floor(Math.random() * 1e9));

test.skipIf(process.env["LIVE_ORIGIN_CRASH"] === "ci")(
  "two stacks, two folders, in whole: whatever is done to one, the other's viewers see what they saw",
  async () => {
    console.log(`${SEQUENCES} sequences, LIVE_ORIGIN_CRASH_SEED=${seed}`);
    await trySequences({ seed, numRuns: SEQUENCES });
  },
);
