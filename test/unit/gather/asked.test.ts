import { expect, test } from "vitest";
import { sourceFiles } from "../architecture/source-files.ts";

/** These ask what `spec/questions.ts` says. */
const SPEC_QUESTIONS = ["ask-question.ts", "ask-own-ladder.ts", "ask-role.ts"];

const CALL = /\b(?:confirm|askChoice|askText|askSecret)(?:<[^>(]*>)?\((?!\s*asking)/g;
const FROM_THE_TABLE =
  /\b(?:confirm|askChoice|askText|askSecret)(?:<[^>(]*>)?\(\s*[\w.]+,\s*\{\s*message:[^,]*\bASKED\./g;

test("every question besides the Spec's is asked in the words of the one table", () => {
  const asking = sourceFiles("src").filter(
    ({ path, text }) =>
      text.includes('/terminal/ask.ts"') && !SPEC_QUESTIONS.some((name) => path.endsWith(name)),
  );
  expect(asking.length).toBeGreaterThan(8);
  const others = asking
    .map(({ path, text }) => ({
      path,
      calls: text.match(CALL)?.length ?? 0,
      fromTheTable: text.match(FROM_THE_TABLE)?.length ?? 0,
    }))
    .filter(({ calls, fromTheTable }) => calls !== fromTheTable);
  expect(others).toEqual([]);
});
