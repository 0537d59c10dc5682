import { defineConfig } from "vitest/config";

const resultsFolder = process.env["LIVE_ORIGIN_TEST_RESULTS"];

const project = (
  name: string,
  testTimeout: number,
  fileParallelism = true,
  maxConcurrency = 5,
  include: readonly string[] = [`test/${name}/**/*.test.ts`],
) => ({
  test: {
    name,
    include: [...include],
    testTimeout,
    hookTimeout: testTimeout,
    fileParallelism,
    maxConcurrency,
    // No module of ours holds a state, so files of one worker share what they import: half of the time went into importing.
    isolate: name !== "unit" && name !== "integration",
    // Real encoders, players and browsers share two processors in CI: one more try there, and the report says which.
    retry: resultsFolder === undefined || name === "unit" || name === "crash" ? 0 : 1,
  },
});

/** These encode and play for minutes and want both processors; the rest of e2e only types at a terminal and waits. */
const PLAYED = ["play", "play-forms", "players", "real-input", "tarball"];

export default defineConfig({
  test: {
    // Much of the time is spent waiting for real seconds of video, so more files than processors may run at once.
    maxWorkers: 6,
    projects: [
      project("unit", 120_000),
      project("integration", 180_000),
      project(
        "e2e",
        300_000,
        false,
        5,
        PLAYED.map((name) => `test/e2e/${name}.test.ts`),
      ),
      project("terminal", 300_000, true, 5, [`test/e2e/!(${PLAYED.join("|")}).test.ts`]),
      project("windows", 300_000),
      // A chain of the crash matrix kills and runs hundreds of times; all points of one take the better part of an hour.
      project("crash", 3_600_000, true, 4),
    ],
    reporters: [
      "default",
      ...(resultsFolder === undefined
        ? []
        : [
            ["json", { outputFile: `${resultsFolder}/results-${process.pid}.json` }] as [
              "json",
              object,
            ],
          ]),
    ],
  },
});
