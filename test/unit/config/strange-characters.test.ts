import { expect, test } from "vitest";
import { z } from "zod";
import { matching } from "../../../src/config/schema/value-schemas.ts";

const STREAM_NAME = /^[A-Za-z0-9_-]{1,64}\/[A-Za-z0-9_.-]{1,64}$/;

const messageOf = (pattern: RegExp, text: unknown): string => {
  const { error } = matching(pattern, "so and so").safeParse(text);
  return error?.issues.map(({ message }) => message).join() ?? "";
};

test.each([
  [STREAM_NAME, "app/k?y", 'must be so and so ("?" cannot be in it)'],
  [STREAM_NAME, "my app/key", 'must be so and so (" " cannot be in it)'],
  [STREAM_NAME, "app/schlüssel", 'must be so and so ("ü" cannot be in it)'],
  [STREAM_NAME, "app/🎥", 'must be so and so ("🎥" cannot be in it)'],
  [STREAM_NAME, "app", "must be so and so"],
  [STREAM_NAME, "app/a/b", "must be so and so"],
  [STREAM_NAME, "app/key.1", ""],
  [/^[\u0021-\u007e]{1,512}$/, "with space", 'must be so and so (" " cannot be in it)'],
  [/^[a-z]{2}(?:-[a-z]+)+-\d$/, "us_west-2", 'must be so and so ("_" cannot be in it)'],
  [STREAM_NAME, 7, "must be so and so"],
])("a text for %s: %j", (pattern, text, wanted) => {
  expect(messageOf(pattern, text)).toBe(wanted);
});

test("the schema for editors keeps the pattern", () => {
  expect(z.toJSONSchema(matching(STREAM_NAME, "so and so"))).toMatchObject({
    pattern: STREAM_NAME.source,
  });
});
