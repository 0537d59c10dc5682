import { expect, test } from "vitest";
import { sourceFiles } from "../architecture/source-files.ts";

/** These ask what `config/fields/questions.ts` says. */
const SPEC_QUESTIONS = ["ask-question.ts", "ask-rung.ts", "ask-role.ts"];

/** Asks the consents of the core, in the words of their table. */
const CONSENT_HOST = "src/cli/host.ts";

const CALL = /\b(?:confirm|askChoice|askText|askSearch|askSecret)(?:<[^>(]*>)?\((?!\s*asking)/g;
const FROM_THE_TABLE =
  /\b(?:confirm|askChoice|askText|askSearch|askSecret)(?:<[^>(]*>)?\(\s*[\w.]+,\s*\{\s*message:[^,]*\bPROMPTS\./g;

test("every question besides the Spec's is asked in the words of the one table", () => {
  const callOptions = sourceFiles("src").filter(
    ({ path, text }) =>
      text.includes('/terminal/ask.ts"') &&
      path !== CONSENT_HOST &&
      !SPEC_QUESTIONS.some((name) => path.endsWith(name)),
  );
  expect(callOptions.length).toBeGreaterThan(5);
  const others = callOptions
    .map(({ path, text }) => ({
      path,
      calls: text.match(CALL)?.length ?? 0,
      fromTheTable: text.match(FROM_THE_TABLE)?.length ?? 0,
    }))
    .filter(({ calls, fromTheTable }) => calls !== fromTheTable);
  expect(others).toEqual([]);
});

test("every consent is asked in the words of the same table", () => {
  const text = sourceFiles("src").find(({ path }) => path === "src/cli/consents.ts")?.text ?? "";
  const asked = text.match(/\bask: /g)?.length ?? 0;
  expect(asked).toBeGreaterThan(7);
  expect(text.match(/\bask: \([^)]*\) => PROMPTS\./g)?.length).toBe(asked);
});
