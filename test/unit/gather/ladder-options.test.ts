import { expect, it } from "vitest";
import { QUESTIONS } from "../../../src/config/fields/questions.ts";
import { ladderOptions } from "../../../src/gather/wizard/ladder-options.ts";
import { createStyle } from "../../../src/terminal/style.ts";

const style = createStyle({ isTTY: false, env: {}, plain: true });
const ladder = QUESTIONS.filter(({ key }) => key === "ladder");
const labels = (limits?: { readonly maxOperationsPerSecond: number }): readonly string[] =>
  ladder.flatMap((question) =>
    ladderOptions(
      question,
      { flags: {}, env: {}, file: undefined, parts: [] },
      { style, limits },
    ).map(({ label }) => label),
  );

it("marks in words which ladders fit the account, once that has told its limits", () => {
  const plain = [
    "tutorial: 240p, 480p, 720p",
    "hd: the same and 1080p",
    "mobile: 240p, 360p, 480p",
  ];
  expect(labels()).toEqual([...plain, "starter: 240p", "my own"]);
  expect(labels({ maxOperationsPerSecond: 100 })).toEqual([
    ...plain.map((label) => `${label}, too much for your account`),
    "starter: 240p, fits your account",
    "my own",
  ]);
});
