import { expect, test } from "vitest";
import type { Plan } from "../../../src/core/engine/plan.ts";
import type { Action } from "../../../src/core/engine/action.ts";
import { renderDryRun, verdict } from "../../../src/terminal/plan-view.ts";
import { createStyle } from "../../../src/terminal/style.ts";
import { stepOf } from "./made-step.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });

function planOf(...actions: readonly Action[]): Plan {
  const kinds = ["cache", "role", "channel", "distribution"] as const;
  return {
    refusals: [],
    steps: actions.map((action, index) => stepOf(kinds[index] ?? "input", action)),
  };
}

test("a dry run that would change nothing says so", () => {
  const text = renderDryRun(planOf("keep", "keep"), { style, columns: 100, verbose: false });
  expect(text.split("\n").at(-1)).toBe("Everything is as it should be: nothing to do.");
});

test("a dry run ends with what it comes to, and that nothing was written", () => {
  expect(verdict(planOf("create", "create", "keep", "update"))).toBe(
    "2 to create, 1 to update; a dry run, so nothing was written.",
  );
});
