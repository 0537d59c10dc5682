import { ExpiresAt, GenerateApiKey } from "@gomomento/sdk";
import { expect, test } from "vitest";
import { answeredKey } from "../../../../src/services/momento/answered-key.ts";

const answer = (apiKey: string, epoch = 1_800_000_000): GenerateApiKey.Success =>
  new GenerateApiKey.Success(apiKey, "again", "cell.example.com", ExpiresAt.fromEpoch(epoch));

test("a key that Momento answered is stored with its refresh token and its end", () => {
  const stored = answeredKey(answer("inside"));
  expect(stored.refreshToken?.reveal()).toBe("again");
  expect(stored.expiresAt).toBe(1_800_000_000);
  expect(stored.apiKey.reveal()).toMatch(/^eyJ/);
});

test("an answer without a key, or without a time, is refused before anything takes it for one", () => {
  for (const bad of [answer(""), answer("inside", Number.NaN), answer("inside", -5)])
    expect(() => answeredKey(bad)).toThrow(
      expect.objectContaining({ code: "MOMENTO_ANSWER_MALFORMED", hint: expect.any(String) }),
    );
});
