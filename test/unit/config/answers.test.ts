import fc from "fast-check";
import { expect, test } from "vitest";
import { completed, typingHint } from "../../../src/gather/wizard/typing-hints.ts";
import { judgeAnswer } from "../../../src/config/fields/answer.ts";
import { QUESTIONS } from "../../../src/config/fields/questions.ts";
import type { Config } from "../../../src/config/schema/schema.ts";
import { seeded } from "../seeded.ts";
import { arbitraryConfig } from "./arbitrary-config.ts";
import { resolved } from "./given.ts";

/** What people type: anything at all, and things that are nearly right. */
const typed = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.integer().map(String),
  fc.double().map(String),
  fc.tuple(fc.ipV4(), fc.integer({ min: -1, max: 40 })).map(([host, mask]) => `${host}/${mask}`),
  fc.webUrl(),
  fc
    .tuple(fc.nat(5000), fc.nat(3000), fc.nat(90), fc.nat(50_000), fc.nat(500))
    .map(([width, height, fps, video, audio]) => `a=${width}x${height}@${fps},${video},${audio}`),
  fc.constantFrom("", " ", "live/stream", "us-west-2", "0.0.0.0/0", "__proto__", "1e3", "30 days"),
);
/** What would often be right for a question of this key. */
const FITTING: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  keyDays: fc.integer({ min: 1, max: 60 }).map(String),
  region: fc.constantFrom("us-west-2", "eu-west-1"),
  cidrs: fc.ipV4().map((host) => `${host}/32`),
  streamName: fc.constantFrom("live/stream", "studio/main"),
  url: fc.webUrl(),
  address: fc.ipV4(),
  port: fc.integer({ min: 1, max: 65_535 }).map(String),
  inputId: fc.constant("1234567"),
  endpoint: fc.constant("cell-us-east-1-1.prod.a.momentohq.com"),
};
const question = fc.constantFrom(...QUESTIONS);
const answered = question.chain((asked) => {
  const { choices = [] } = asked;
  const fitting =
    choices.length > 0
      ? fc.constantFrom(...choices.map(({ value }) => value))
      : (FITTING[asked.key] ?? typed);
  return fc.tuple(fc.constant(asked), fc.oneof(fitting, typed, fc.jsonValue()));
});

/** What stands before the question: nothing, or settings that are right together. */
const soFar = fc.oneof(fc.constant<Config>({}), arbitraryConfig);

const SLIPS = /undefined|NaN|Invalid Date|\[object/;

/** What is said without what was typed, which may itself be NaN. */
function without(typedText: unknown, said: string): string {
  const text = typeof typedText === "string" ? typedText.trim() : "";
  return text === "" ? said : said.replaceAll(text, "…");
}

test("an answer of any content is taken or refused with a sentence, and one that is taken breaks no rule", () => {
  let taken = 0;
  fc.assert(
    fc.property(answered, soFar, ([asked, raw], file) => {
      const given = { flags: {}, env: {}, file, parts: ["origin", "channel", "cdn"] as const };
      const before = resolved(given);
      const judged = judgeAnswer(asked, asked.kind === "rungs" ? [raw] : raw, given);
      if (!judged.ok) {
        expect(judged.message).toMatch(/\S/);
        expect(without(raw, judged.message)).not.toMatch(SLIPS);
        return;
      }
      taken += 1;
      const after = resolved({ ...given, answers: judged.answers });
      const problemsBefore = before.ok ? [] : before.problems;
      if (problemsBefore.length === 0) expect(after.ok ? [] : after.problems).toEqual([]);
    }),
    seeded("answers to the wizard", 2000),
  );
  expect(taken).toBeGreaterThan(20);
});

test("what is shown while an answer is typed never fails", () => {
  const room = (file: Config) => ({
    input: { flags: {}, env: {}, file, parts: ["origin", "channel", "cdn"] as const },
    now: 1_770_000_000_000,
  });
  fc.assert(
    fc.property(question, typed, soFar, (asked, text, file) => {
      const hint = typingHint(asked, text, room(file));
      if (hint !== undefined) expect(without(text, hint)).not.toMatch(SLIPS);
      const whole = completed(asked, text);
      if (whole !== undefined) expect(whole.startsWith(text.trim())).toBe(true);
    }),
    seeded("hints while typing", 2000),
  );
});
