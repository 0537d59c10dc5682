import type { StoredKey } from "../../../../src/core/engine/resource.ts";
import type { MomentoClient } from "../../../../src/services/momento/client.ts";
import { Secret } from "../../../../src/config/secret.ts";

/** A Momento of one account in memory that writes down what it was asked. */
export type FakeMomento = MomentoClient & {
  readonly asked: string[];
  readonly caches: Set<string>;
};

/** `lost` answers of writes are lost once each after the effect, as a dropped connection would. */
export function fakeMomento(
  options: { readonly caches?: readonly string[]; readonly lost?: readonly string[] } = {},
): FakeMomento {
  const asked: string[] = [];
  const caches = new Set(options.caches);
  const lost = new Set(options.lost);
  let made = 0;
  const key = (name: string): StoredKey => ({
    apiKey: Secret.of(name),
    refreshToken: Secret.of(`refresh-${name}`),
    endpoint: "cell",
    expiresAt: 2_000_000_000,
  });
  /** What our client does: it tells of the retry and asks again. */
  const twiceIfLost = <Answer>(
    operation: string,
    onRetry: Parameters<MomentoClient["createCache"]>[1]["onRetry"],
    work: () => Answer,
  ): Promise<Answer> => {
    if (lost.delete(operation)) {
      work();
      onRetry?.({ reason: "connection lost", attempt: 1, delayMs: 1 });
    }
    return Promise.resolve(work());
  };
  return {
    asked,
    caches,
    readItem: () => Promise.resolve(undefined),
    setIfAbsent: () => Promise.resolve(true),
    createCache: (name, { onRetry }) =>
      twiceIfLost("createCache", onRetry, () => {
        asked.push(`create ${name}`);
        if (caches.has(name)) return "exists";
        caches.add(name);
        return "created";
      }),
    deleteCache: (name) => {
      asked.push(`delete ${name}`);
      return Promise.resolve(caches.delete(name) ? "deleted" : "absent");
    },
    cacheExists: (name) => Promise.resolve(caches.has(name)),
    limits: () =>
      Promise.resolve({ caches: [...caches], reported: { maxOperationsPerSecond: 500 } }),
    generateKey: ({ cache, role, days }, { onRetry }) =>
      twiceIfLost("generateKey", onRetry, () => {
        made += 1;
        asked.push(`key ${cache} ${role} ${days}`);
        return key(`key-${made}`);
      }),
    refreshKey: () => Promise.resolve(key("refreshed")),
    isManager: (tried) => Promise.resolve(tried.apiKey.reveal() === "super-user"),
    close: () => undefined,
  };
}
