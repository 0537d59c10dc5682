import type { SandboxClock } from "../clock.ts";
import { createTokenBucket } from "../token-bucket.ts";
import { type Grant, mayTouch } from "./grant.ts";
import type { AccountLimits } from "./limits.ts";
import { cacheNotFound, permissionDenied, refusal } from "./refusals.ts";
import type { Store, StoredItem } from "./store.ts";

type ItemAddress = { readonly cache: string; readonly key: string };

/** Items, with rights and limits checked: what the HTTP API and the SDK's data plane share. */
export type DataPlane = {
  get(grant: Grant, cache: string, key: string): Buffer | undefined;
  set(grant: Grant, at: ItemAddress, item: StoredItem): void;
  /** Stores, in one indivisible step, if what is held under the key satisfies `may`; returns whether it did. */
  setIf(
    grant: Grant,
    at: ItemAddress,
    item: StoredItem & { readonly may: (held: Buffer | undefined) => boolean },
  ): boolean;
  /** Milliseconds that an item has left; undefined when there is none. */
  ttl(grant: Grant, cache: string, key: string): number | undefined;
  unset(grant: Grant, cache: string, key: string): void;
};

const KIB = 1024;
const MIB = 1024 * KIB;

/** Every started KiB of an item is one operation (Momento docs, operations). Refuses beyond the account's limits. */
export function createDataPlane(
  store: Store,
  limits: AccountLimits,
  clock: SandboxClock,
): DataPlane {
  const operations = createTokenBucket(limits.operationsPerSecond, clock);
  const throughput = createTokenBucket(limits.throughputKiBps, clock);

  const admit = ({
    grant,
    action,
    cache,
    key,
  }: {
    readonly grant: Grant;
    readonly action: "read" | "write";
    readonly cache: string;
    readonly key: string;
  }): void => {
    if (!mayTouch({ grant, action, cache, key })) throw permissionDenied();
    if (!store.has(cache)) throw cacheNotFound();
  };
  const charge = (bytes: number): void => {
    if (!operations.take(Math.max(1, Math.ceil(bytes / KIB))))
      throw refusal(
        "RESOURCE_EXHAUSTED",
        `Rate of ${limits.operationsPerSecond} operations per second exceeded`,
      );
    if (!throughput.take(bytes / KIB))
      throw refusal(
        "RESOURCE_EXHAUSTED",
        `Rate limit exceeded: throughput is limited to ${limits.throughputKiBps} KiB per second`,
      );
  };

  const checkItem = (key: string, { value, ttlMilliseconds }: StoredItem): void => {
    const bytes = key.length + value.length;
    if (bytes > limits.maxItemKiB * KIB)
      throw refusal(
        "RESOURCE_EXHAUSTED",
        `The request limit for an item is ${limits.maxItemKiB * KIB} bytes; this one has ${bytes}`,
      );
    if (ttlMilliseconds <= 0 || ttlMilliseconds > limits.maxTtlSeconds * 1000)
      throw refusal(
        "INVALID_ARGUMENT",
        `The TTL must be more than 0 and at most ${limits.maxTtlSeconds} seconds`,
      );
    charge(bytes);
  };

  const { hotStorageMiB = Number.POSITIVE_INFINITY } = limits;
  /** Room is made by what has expired alone: nothing is pushed out. */
  const keep = ({ cache, key }: ItemAddress, item: StoredItem): void => {
    const more = item.value.length - (store.get(cache, key)?.length ?? 0);
    const isFull = (): boolean => store.bytes() + more > hotStorageMiB * MIB;
    if (isFull()) store.sweep();
    if (isFull())
      throw refusal(
        "RESOURCE_EXHAUSTED",
        `Hot storage is limited to ${hotStorageMiB} MiB, and that is in use`,
      );
    store.set(cache, key, item);
  };

  return {
    get(grant, cache, key) {
      admit({ grant, action: "read", cache, key });
      const value = store.get(cache, key);
      charge(value?.length ?? 0);
      return value;
    },
    set(grant, { cache, key }, item) {
      admit({ grant, action: "write", cache, key });
      checkItem(key, item);
      keep({ cache, key }, item);
    },
    setIf(grant, { cache, key }, { may, ...item }) {
      // A condition tells what is held: a key that may only write can not set it (Momento docs, permissions).
      admit({ grant, action: "read", cache, key });
      admit({ grant, action: "write", cache, key });
      checkItem(key, item);
      if (!may(store.get(cache, key))) return false;
      keep({ cache, key }, item);
      return true;
    },
    ttl(grant, cache, key) {
      admit({ grant, action: "read", cache, key });
      charge(0);
      return store.ttl(cache, key);
    },
    unset(grant, cache, key) {
      admit({ grant, action: "write", cache, key });
      charge(0);
      store.unset(cache, key);
    },
  };
}
