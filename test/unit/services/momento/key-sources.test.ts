import { describe, expect, test } from "vitest";
import { parseCliProfile } from "../../../../src/services/momento/cli-profile.ts";
import { parseKeyInfo } from "../../../../src/services/momento/key-info.ts";

describe("momento_key_info.json", () => {
  test("gives key, refresh token, expiry and endpoint", () => {
    const text = JSON.stringify({
      apiKey: "k",
      refreshToken: "r",
      validUntil: 1_790_000_000,
      restEndpoint: "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com",
    });
    expect(parseKeyInfo(text, "file")).toEqual({
      apiKey: "k",
      refreshToken: "r",
      validUntil: 1_790_000_000,
      endpoint: "https://api.cache.cell-4-us-west-2-1.prod.a.momentohq.com",
    });
  });

  test("needs the key only, and calls the endpoint by either name", () => {
    expect(parseKeyInfo('{"apiKey":"k","endpoint":"cell","refreshToken":""}', "file")).toEqual({
      apiKey: "k",
      refreshToken: undefined,
      validUntil: undefined,
      endpoint: "cell",
    });
  });

  test("understands an expiry in milliseconds and one in quotes", () => {
    expect(parseKeyInfo('{"apiKey":"k","validUntil":1790000000000}', "f").validUntil).toBe(
      1_790_000_000,
    );
    expect(parseKeyInfo('{"apiKey":"k","validUntil":"1790000000"}', "f").validUntil).toBe(
      1_790_000_000,
    );
  });

  test("may hold nothing but the key, newline included", () => {
    expect(parseKeyInfo("eyJrZXkifQ==\n", "file").apiKey).toBe("eyJrZXkifQ==");
  });

  test.each(["", "{}", '{"apiKey":1}', '{"apiKey":', "{}trailing"])(
    "%j is refused by name and without quoting it",
    (text) => {
      expect(() => parseKeyInfo(text, "keys.json")).toThrow(
        expect.objectContaining({
          code: "MOMENTO_KEY_FILE",
          message: expect.stringContaining("keys.json"),
        }),
      );
    },
  );

  test("a secret in a broken file is not in the error", () => {
    expect(() => parseKeyInfo('{"apiKey": "s3cr3t", broken', "f")).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("s3cr3t") }),
    );
  });
});

describe("the Momento command line's profiles", () => {
  const text = [
    "[default]",
    "token=old-key",
    "",
    "# a comment",
    "[profile work]",
    "api_key_v2 = new-key",
    'endpoint = "cell-4-us-west-2-1.prod.a.momentohq.com"',
    "[empty]",
    "token=",
  ].join("\r\n");

  test("the default profile's token is found", () => {
    expect(parseCliProfile(text)).toEqual({ apiKey: "old-key", endpoint: undefined });
  });

  test("a v2 key comes with its endpoint", () => {
    expect(parseCliProfile(text, "work")).toEqual({
      apiKey: "new-key",
      endpoint: "cell-4-us-west-2-1.prod.a.momentohq.com",
    });
  });

  test("a profile that is not there, or has no key, is undefined", () => {
    expect(parseCliProfile(text, "nobody")).toBeUndefined();
    expect(parseCliProfile(text, "empty")).toBeUndefined();
    expect(parseCliProfile("")).toBeUndefined();
  });
});
