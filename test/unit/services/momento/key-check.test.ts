import { describe, expect, test } from "vitest";
import type { HttpAnswer, MomentoHttp } from "../../../../src/services/momento/http-client.ts";
import { checkKey } from "../../../../src/services/momento/key-check.ts";

const answer = (status: number): Promise<HttpAnswer> =>
  Promise.resolve({ status, headers: {}, body: new Uint8Array() });

/** A data API that answers reads and writes with these statuses. */
function api(read: number, write: number): { http: MomentoHttp; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    http: {
      get: (cache, key) => (asked.push(`get ${cache}/${key}`), answer(read)),
      put: (cache, key, { body, ttlSeconds }) => {
        asked.push(`put ${cache}/${key} ${body.byteLength} B ${ttlSeconds} s`);
        return answer(write);
      },
      delete: (cache, key) => (asked.push(`delete ${cache}/${key}`), answer(204)),
    },
  };
}

const check = (kind: "encoderKey" | "playerKey", http: MomentoHttp): Promise<void> =>
  checkKey(http, {
    kind,
    cache: "c",
    stamp: 36,
    signal: new AbortController().signal,
    isGiven: true,
  });

describe("a key that the user brings", () => {
  test("is good for the encoder when it reads and writes, and the probe is cleaned up", async () => {
    const { http, asked } = api(404, 204);
    await check("encoderKey", http);
    expect(asked).toEqual([
      "get c/live-origin-probe-10",
      "put c/live-origin-probe-10 1 B 1 s",
      "delete c/live-origin-probe-10",
    ]);
  });

  test("is good for players when it reads and cannot write", async () => {
    await expect(check("playerKey", api(404, 403).http)).resolves.toBeUndefined();
  });

  test.each([
    ["playerKey", 404, 204, "MOMENTO_KEY_TOO_STRONG"],
    ["encoderKey", 404, 403, "MOMENTO_KEY_TOO_WEAK"],
    ["encoderKey", 403, 204, "MOMENTO_KEY_TOO_WEAK"],
    ["playerKey", 401, 401, "MOMENTO_KEY_REJECTED"],
    ["playerKey", 500, 403, "MOMENTO_KEY_UNCLEAR"],
    ["playerKey", 404, 500, "MOMENTO_KEY_UNCLEAR"],
    ["encoderKey", 404, 429, "MOMENTO_KEY_UNCLEAR"],
  ] as const)("%s with read %i and write %i is refused: %s", async (kind, read, write, code) => {
    await expect(check(kind, api(read, write).http)).rejects.toMatchObject({ code });
  });

  test("a player key that could write is cleaned up after as well", async () => {
    const { http, asked } = api(404, 204);
    await check("playerKey", http).catch(() => undefined);
    expect(asked.at(-1)).toBe("delete c/live-origin-probe-10");
  });
});
