import { expect, test } from "vitest";
import { createStyle } from "../../../src/terminal/style.ts";
import { renderWelcome } from "../../../src/terminal/welcome.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });

test("what a command does stands beside it, or below it where the program's name is long", () => {
  const shown = (program: string): readonly string[] =>
    renderWelcome(style, 80, (words) => `${program} ${words}`).split("\n");
  expect(shown("live-origin")).toContain(
    "  live-origin init --sandbox  rehearse it here: no account, no money",
  );
  const long = shown("npx ./live-origin-0.1.0.tgz");
  const at = long.indexOf("  npx ./live-origin-0.1.0.tgz init --sandbox");
  expect(long[at + 1]).toBe("    rehearse it here: no account, no money");
  expect(Math.max(...long.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(long.length).toBeLessThan(24);
});
