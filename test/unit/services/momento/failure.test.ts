import { describe, expect, test } from "vitest";
import { LiveOriginError } from "../../../../src/config/failure.ts";
import { momentoFailure, momentoTransient } from "../../../../src/services/momento/failure.ts";

/** As the SDK's errors look: a code behind a method, and words that may quote anything. */
const sdkError = (code: string, words = "16 UNAUTHENTICATED: eyJhbGciOiJIUzI1NiJ9.e30.x") =>
  Object.assign(new Error(words), { errorCode: () => code });

describe("Momento's errors", () => {
  test.each([
    ["AUTHENTICATION_ERROR", "MOMENTO_KEY_REJECTED"],
    ["PERMISSION_ERROR", "MOMENTO_KEY_TOO_WEAK"],
    ["LIMIT_EXCEEDED_ERROR", "MOMENTO_LIMIT"],
    ["NOT_FOUND_ERROR", "MOMENTO_CACHE_NOT_FOUND"],
    ["SERVER_UNAVAILABLE", "MOMENTO_UNREACHABLE"],
    ["TIMEOUT_ERROR", "MOMENTO_UNREACHABLE"],
    ["INTERNAL_SERVER_ERROR", "MOMENTO_UNAVAILABLE"],
    ["INVALID_ARGUMENT_ERROR", "MOMENTO_REFUSED"],
    ["SOMETHING_NEW", "MOMENTO_REFUSED"],
  ])("%s becomes %s with a next step and no key", (code, expected) => {
    const failure = momentoFailure(sdkError(code), { operation: "createCache", cache: "c" });
    expect(failure).toMatchObject({ code: expected, hint: expect.any(String) });
    expect(JSON.stringify(failure) + String(failure)).not.toContain("eyJ");
    expect(JSON.stringify((failure as LiveOriginError).cause)).not.toContain("eyJ");
  });

  test("a key without the right to make caches is told apart from one that may not make keys", () => {
    const weak = (operation: string): unknown =>
      momentoFailure(sdkError("PERMISSION_ERROR"), { operation });
    expect(weak("createCache")).toMatchObject({
      message: expect.stringContaining("may not create caches"),
    });
    expect(weak("generateApiKey")).toMatchObject({
      hint: expect.stringContaining("--encoder-key-file"),
    });
  });

  test("what the SDK did not make passes through", () => {
    const bug = new TypeError("x is not a function");
    expect(momentoFailure(bug, { operation: "get" })).toBe(bug);
    expect(momentoTransient()(bug)).toBeUndefined();
  });

  test("what may pass by itself is tried again, refusals are not", () => {
    const transient = momentoTransient();
    expect(transient(sdkError("SERVER_UNAVAILABLE"))).toBe("Momento is unavailable");
    expect(transient(sdkError("PERMISSION_ERROR"))).toBeUndefined();
    expect(transient(sdkError("AUTHENTICATION_ERROR"))).toBeUndefined();
  });

  test("a limit is tried four times and then believed", () => {
    const transient = momentoTransient();
    const limit = sdkError("LIMIT_EXCEEDED_ERROR");
    expect([1, 2, 3, 4].map(() => transient(limit) !== undefined)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
