import { describe, expect, test } from "vitest";
import { readApiKey } from "../../../../src/services/momento/api-key.ts";
import { keyKind } from "../../../../src/services/momento/key-kind.ts";

const CELL = "cell-4-us-west-2-1.prod.a.momentohq.com";
const NOW = Date.UTC(2026, 8, 1);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: unknown): string =>
  `${encode({ alg: "HS256" })}.${encode(claims)}.c2lnbmF0dXJl`;
const wrap = (wire: string, endpoint: string = CELL): string =>
  Buffer.from(JSON.stringify({ endpoint, api_key: wire })).toString("base64");

const INNER = jwt({ sub: "someone", ver: 1, p: "CAESAhgB" });
/** Padding that ends in one "=". */
const V1 = wrap(jwt({ sub: "x", ver: 1, p: "CA" }));
const V2 = jwt({ t: "g", jti: "some-id" });

const reading = (text: string, endpoint?: string) => () =>
  readApiKey(text, { from: "MOMENTO_API_KEY", endpoint, now: NOW });
const code = (name: string): unknown => expect.objectContaining({ code: name });

describe("the kinds of keys", () => {
  test("a v1 key carries its endpoint and the token inside", () => {
    expect(keyKind(wrap(INNER))).toEqual({
      kind: "v1",
      endpoint: CELL,
      wireToken: INNER,
      expiresAt: undefined,
    });
  });

  test("a v1 key tells when it expires if the token inside does", () => {
    expect(keyKind(wrap(jwt({ exp: 2_000_000_000 })))).toMatchObject({ expiresAt: 2_000_000_000 });
  });

  test.each([
    ["v2", V2, { kind: "v2" }],
    [
      "legacy",
      jwt({ cp: `control.${CELL}`, c: `cache.${CELL}` }),
      { kind: "legacy", endpoint: CELL },
    ],
    ["the inside of a v1 key", INNER, { kind: "inner" }],
    ["a session token", jwt({ sub: "me" }), { kind: "session" }],
  ])("%s is told by its claims", (_name, text, expected) => {
    expect(keyKind(text)).toMatchObject(expected);
  });

  test.each(["hunter2", "not a key at all", "e30=", "abc.def", "{}", "=", "eyJ9.eyJ9"])(
    "%s is damaged and does not crash anything",
    (text) => {
      expect(keyKind(text).kind).toBe("damaged");
    },
  );
});

describe("reading a key", () => {
  test("a v1 key needs nothing beside it", () => {
    const key = readApiKey(V1, { from: "x", now: NOW });
    expect(key).toMatchObject({ kind: "v1", endpoint: CELL });
    expect(key.apiKey.reveal()).toBe(V1);
  });

  test("a v2 key takes the endpoint given beside it", () => {
    expect(reading(V2, CELL)()).toMatchObject({ kind: "v2", endpoint: CELL });
  });

  test.each([
    ["nothing", "", "MOMENTO_KEY_EMPTY"],
    ["a newline at the end", `${V1}\n`, "MOMENTO_KEY_WHITESPACE"],
    ["a line break inside", `${V1.slice(0, 40)}\n${V1.slice(40)}`, "MOMENTO_KEY_WHITESPACE"],
    ["padding that a shell or a chat took away", V1.replace(/=+$/, ""), "MOMENTO_KEY_PADDING"],
    ["a v1 key cut short", V1.slice(0, 60), "MOMENTO_KEY_TRUNCATED"],
    ["a v2 key cut short", V2.slice(0, V2.lastIndexOf(".")), "MOMENTO_KEY_TRUNCATED"],
    ["a password", "hunter2", "MOMENTO_KEY_UNKNOWN"],
    ["a JSON of something else", Buffer.from('{"a":1}').toString("base64"), "MOMENTO_KEY_UNKNOWN"],
    ["an expired key", wrap(jwt({ exp: NOW / 1000 - 1 })), "MOMENTO_KEY_EXPIRED"],
    ["a v2 key without an endpoint", V2, "MOMENTO_ENDPOINT_MISSING"],
    ["the inside of a v1 key", INNER, "MOMENTO_ENDPOINT_MISSING"],
  ])("%s has its own code", (_name, text, expected) => {
    expect(reading(text)).toThrow(code(expected));
  });

  test("the test key does end in padding, or the case above would prove nothing", () => {
    expect(V1.endsWith("=")).toBe(true);
  });

  test("an endpoint beside a v1 key must be its own", () => {
    expect(reading(V1, "cell-1-eu-west-1-1.prod.a.momentohq.com")).toThrow(
      code("MOMENTO_ENDPOINT_MISMATCH"),
    );
    expect(reading(V1, CELL)().endpoint).toBe(CELL);
  });

  test.each([`${V1}\n`, V1.replace(/=+$/, ""), V1.slice(0, 60), V2, "hunter2"])(
    "no message or hint quotes the key (case %#)",
    (text) => {
      expect(reading(text)).toThrow(
        expect.toSatisfy((error: Error & { hint?: string }) => {
          const said = `${error.message} ${error.hint ?? ""}`;
          return !said.includes(text.trim()) && !said.includes(text.slice(0, 12).trim());
        }),
      );
    },
  );

  test("a lost ending is claimed only where one is lost", () => {
    // The last character before the padding has bits that mean nothing.
    const at = V1.indexOf("=") - 1;
    const other =
      V1.slice(0, at) + String.fromCodePoint((V1.codePointAt(at) ?? 0) + 1) + V1.slice(at + 1);
    expect(other).toHaveLength(V1.length);
    expect(keyKind(other)).toMatchObject({ kind: "damaged", how: "padding" });
    expect(reading(other)).toThrow(/is not written as Momento writes it/);
  });

  test("the missing padding is counted", () => {
    expect(reading(V1.replace(/=+$/, ""))).toThrow(
      new RegExp(`ends in ${V1.length - V1.replace(/=+$/, "").length} "="`),
    );
  });
});
