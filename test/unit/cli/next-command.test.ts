import { describe, expect, test } from "vitest";
import { nextCommand, ourCommand, type RunToRepeat } from "../../../src/cli/next-command.ts";

const run = (typed: RunToRepeat["typed"], isRehearsal = false): RunToRepeat => ({
  context: { shell: "posix", program: ["live-origin"] },
  typed,
  flags: { config: typeof typed["config"] === "string" ? typed["config"] : undefined },
  mode: { isRehearsal, saidBy: undefined, isRehearsalElsewhere: false },
});
const PLACE = { config: "a b.json", profile: "tv", region: "eu-west-1" };

describe("a command that is printed after a run", () => {
  test("says where the run was told to work, and nothing that it was not told", () => {
    expect(nextCommand("stop", "live-origin", run({}))).toBe("live-origin stop");
    expect(nextCommand("stop", "evening", run(PLACE, true))).toBe(
      "live-origin stop --name evening --config 'a b.json' --profile tv --region eu-west-1 --sandbox",
    );
  });

  test("says nothing twice", () => {
    const words = ["teardown", "--region", "us-west-2", "--profile=radio"];
    expect(ourCommand(words, run(PLACE))).toBe(
      "live-origin teardown --region us-west-2 --profile=radio --config 'a b.json'",
    );
  });
});
