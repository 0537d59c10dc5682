import { describe, expect, test } from "vitest";
import {
  answeredKeys,
  answeredNewKey,
  answeredRemoval,
  answeredRoles,
  refusalWords,
} from "../../../../src/services/momento/account-answers.ts";
import {
  accountFailure,
  accountTransient,
  requireV2,
  roleBlocked,
} from "../../../../src/services/momento/account-failure.ts";
import { LiveOriginError } from "../../../../src/config/failure.ts";

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (claims: object): string => `${part({ alg: "HS512" })}.${part(claims)}.c2lnbmF0dXJl`;
const V2 = token({ t: "g", jti: "key-1" });
const V1 = Buffer.from(
  JSON.stringify({ endpoint: "cell.example.com", api_key: token({ p: "x", ver: 1 }) }),
).toString("base64");
const errorOf = (work: () => unknown): LiveOriginError => {
  try {
    work();
  } catch (error) {
    if (error instanceof LiveOriginError) return error;
    throw error;
  }
  throw new Error("expected a refusal");
};

describe("an answer of the account API", () => {
  const info = { key_id: "key-1", role_id: "role-1", expires_at_epoch_seconds: 7 };
  const newKey = (api_key: unknown, changes: object = {}): string =>
    JSON.stringify({ api_key, key_info: { ...info, ...changes } });

  test("with a key holds a v2 key of the role that was asked for", () => {
    const { apiKey, info: told } = answeredNewKey(newKey(V2), "role-1");
    expect(apiKey.reveal()).toBe(V2);
    expect(told).toEqual(info);
  });

  test.each([
    ["a v1 key", newKey(V1)],
    ["half a key", newKey(V2.slice(0, 40))],
    ["a key with a newline", newKey(`${V2}\n`)],
    ["no key", newKey(undefined)],
    ["a key of another role", newKey(V2, { role_id: "role-2" })],
    ["no id", newKey(V2, { key_id: "" })],
    ["an expiry that is none", newKey(V2, { expires_at_epoch_seconds: "soon" })],
    ["no JSON", "<html>sign in</html>"],
  ])("with %s in the place of a new key is refused, and not quoted", (_name, text) => {
    const error = errorOf(() => answeredNewKey(text, "role-1"));
    expect(error.code).toBe("MOMENTO_ANSWER_MALFORMED");
    expect(JSON.stringify([error, error.message, error.hint])).not.toContain("eyJ");
  });

  test("may list roles of which we know little, and keys that never end", () => {
    const roles = [{ role_id: "r", role_name: "Owner", description: null, more: 1 }];
    expect(answeredRoles(JSON.stringify({ roles, next_token: "2" }))).toMatchObject({ next: "2" });
    const keys = [{ key_id: "k", role_id: "r" }];
    expect(answeredKeys(JSON.stringify({ key_info: keys }))).toMatchObject({ next: undefined });
  });

  test.each([answeredRoles, answeredKeys, answeredRemoval])(
    "that holds nothing of what it should is refused",
    (read) => {
      expect(errorOf(() => read("{}")).code).toBe("MOMENTO_ANSWER_MALFORMED");
    },
  );

  test("to a deletion names what keeps the role", () => {
    const blocked = {
      status: "blocked",
      account_members: [{}, {}],
      invitations: [{}],
      api_keys: [{ key_id: "key-7" }],
    };
    const removal = answeredRemoval(JSON.stringify(blocked));
    if (typeof removal === "string") throw new Error("expected it to be kept");
    const { code, message, hint } = roleBlocked("r", removal.blockedBy);
    expect(code).toBe("MOMENTO_ROLE_BLOCKED");
    expect(message).toContain("2 account members, 1 invitation, 1 API key (key-7)");
    expect(hint).toMatch(/console/);
    expect(answeredRemoval('{"status":"deleted"}')).toBe("deleted");
  });
});

describe("a refusal of the account API", () => {
  test.each([
    [400, "MOMENTO_REFUSED", /not listed/],
    [401, "MOMENTO_KEY_REJECTED", /v2 key/],
    [403, "MOMENTO_KEY_TOO_WEAK", /auth management/],
    [404, "MOMENTO_ACCOUNT_NOT_FOUND", /--momento-account-url/],
    [412, "MOMENTO_ROLE_FIXED", /its own/],
    [429, "MOMENTO_LIMIT", /too many calls/],
    [500, "MOMENTO_UNAVAILABLE", /again/],
    [302, "MOMENTO_REFUSED", /not listed/],
  ])("%i becomes %s with a next step and no key", (status, code, says) => {
    const error = accountFailure({ operation: "CreateRole", status, words: `no: ${V2}` });
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.hint ?? ""}`).toMatch(says);
    expect(JSON.stringify(error) + error.message).not.toContain("eyJ");
  });

  test("is worth another try when it may pass, a reached limit three times", () => {
    const judge = accountTransient();
    const of = (status: number): string | undefined =>
      judge(accountFailure({ operation: "CreateRole", status, words: "" }));
    for (const status of [400, 401, 403, 404, 412]) expect(of(status)).toBeUndefined();
    expect(of(503)).toMatch(/unavailable/);
    const limited = "rate limit";
    expect([429, 429, 429, 429].map(of)).toEqual([limited, limited, limited, undefined]);
  });

  test("is told in the API's own words, where it has any", () => {
    expect(refusalWords('{"code":"Bad","message":"too long"}')).toBe("too long");
    expect(refusalWords("<html>")).toBe("");
  });
});

test("only a v2 key may make keys that can be revoked", () => {
  expect(() => requireV2(V2, "the prompt")).not.toThrow();
  for (const [text, says] of [
    [V1, /a v1 key/],
    [token({ sub: "me" }), /session/],
    ["hello", /damaged/],
  ] as const) {
    const error = errorOf(() => requireV2(text, "the prompt"));
    expect(error.code).toBe("MOMENTO_KEY_NOT_V2");
    expect(error.message).toMatch(says);
    expect(error.exitCode).toBe(2);
  }
});
