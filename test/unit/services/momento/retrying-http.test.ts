import { expect, test } from "vitest";
import type { HttpAnswer, MomentoHttp } from "../../../../src/services/momento/http-client.ts";
import { retryingHttp } from "../../../../src/services/momento/retrying-http.ts";
import { LiveOriginError } from "../../../../src/config/failure.ts";

const unreachable = new LiveOriginError({ code: "MOMENTO_UNREACHABLE", message: "m", hint: "h" });

/** An API that gives these answers (0 is none) one after another, the last one for ever; and a clock that a sleep moves on. */
function bed(statuses: readonly number[]) {
  let now = 0;
  let asked = 0;
  const said: string[] = [];
  const send = (): Promise<HttpAnswer> => {
    const status = statuses[Math.min(asked++, statuses.length - 1)] ?? 0;
    return status === 0
      ? Promise.reject(unreachable)
      : Promise.resolve({ status, headers: {}, body: new Uint8Array() });
  };
  const once: MomentoHttp = { get: send, put: send, delete: send };
  const http = retryingHttp(once, {
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
    signal: new AbortController().signal,
    random: () => 0,
    onRetry: ({ reason }) => void said.push(reason),
  });
  return { http, said, asked: () => asked, elapsed: () => now };
}

test.each([429, 500, 503, 0])("asks again after %i and says why", async (status) => {
  const { http, said, asked } = bed([status, status, 404]);
  expect((await http.get("c", "k")).status).toBe(404);
  expect(asked()).toBe(3);
  expect(said).toHaveLength(2);
});

test.each([200, 204, 401, 403, 404, 413])("takes %i for the answer at once", async (status) => {
  const { http, asked } = bed([status]);
  expect((await http.put("c", "k", { body: new Uint8Array(), ttlSeconds: 1 })).status).toBe(status);
  expect(asked()).toBe(1);
});

test("gives the last answer, or the last failure, when 20 seconds are over", async () => {
  const busy = bed([503]);
  expect((await busy.http.delete("c", "k")).status).toBe(503);
  expect(busy.elapsed()).toBeLessThanOrEqual(20_000);
  expect(busy.asked()).toBeGreaterThan(3);
  const silent = bed([503, 0]);
  await expect(silent.http.get("c", "k")).rejects.toBe(unreachable);
});
