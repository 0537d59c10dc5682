import { expect, test } from "vitest";
import type { Invocation } from "../../../src/cli/command.ts";
import { isInteractive } from "../../../src/cli/interactive.ts";

const asked = (env: Readonly<Record<string, string>>): boolean => {
  const terminal = { isTTY: true };
  const context = { stdin: terminal, stderr: terminal, env };
  return isInteractive({ context, flags: {} } as unknown as Invocation);
};

test("a person at a terminal is asked, a coding agent and CI are not", () => {
  expect(asked({})).toBe(true);
  for (const name of [
    "AI_AGENT",
    "CLAUDECODE",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "CODEX_SANDBOX",
    "CI",
  ]) {
    expect(asked({ [name]: "1" })).toBe(false);
    expect(asked({ [name]: "" })).toBe(true);
    expect(asked({ [name]: "0" })).toBe(true);
  }
});
