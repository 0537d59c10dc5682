import type { SandboxClock } from "../clock.ts";
import { cacheNotFound } from "./refusals.ts";

/** What is stored, and for how long. */
export type StoredItem = { readonly value: Buffer; readonly ttlMilliseconds: number };

type Item = { readonly value: Buffer; readonly expiresAt: number };

/** The caches and what is in them. Keys are latin1 text, one character a byte. Unknown caches throw NOT_FOUND. */
export type Store = {
  names(): readonly string[];
  has(cache: string): boolean;
  create(cache: string): void;
  remove(cache: string): void;
  flush(cache: string): void;
  get(cache: string, key: string): Buffer | undefined;
  /** Milliseconds until an item expires; undefined when there is none. */
  ttl(cache: string, key: string): number | undefined;
  set(cache: string, key: string, item: StoredItem): void;
  unset(cache: string, key: string): void;
  /** Frees what has expired. */
  sweep(): void;
  /** Bytes of all values held, or of those in one cache. */
  bytes(cache?: string): number;
};

/** Keeps everything in memory; expiry is by the clock, whether or not anybody asks again. */
export function createStore(clock: SandboxClock): Store {
  const caches = new Map<string, Map<string, Item>>();
  let held = 0;
  const sizeOf = (items: ReadonlyMap<string, Item>): number =>
    [...items.values()].reduce((sum, { value }) => sum + value.length, 0);
  const drop = (items: Map<string, Item>, key: string): void => {
    held -= items.get(key)?.value.length ?? 0;
    items.delete(key);
  };
  const itemsOf = (cache: string): Map<string, Item> => {
    const items = caches.get(cache);
    if (items === undefined) throw cacheNotFound();
    return items;
  };
  return {
    names: () => [...caches.keys()],
    has: (cache) => caches.has(cache),
    create(cache) {
      caches.set(cache, new Map());
    },
    remove(cache) {
      held -= sizeOf(itemsOf(cache));
      caches.delete(cache);
    },
    flush(cache) {
      held -= sizeOf(itemsOf(cache));
      itemsOf(cache).clear();
    },
    get(cache, key) {
      const items = itemsOf(cache);
      const item = items.get(key);
      if (item === undefined || item.expiresAt > clock.now()) return item?.value;
      drop(items, key);
      return undefined;
    },
    ttl(cache, key) {
      const left = (itemsOf(cache).get(key)?.expiresAt ?? 0) - clock.now();
      return left > 0 ? left : undefined;
    },
    set(cache, key, { value, ttlMilliseconds }) {
      const items = itemsOf(cache);
      drop(items, key);
      items.set(key, { value, expiresAt: clock.now() + ttlMilliseconds });
      held += value.length;
    },
    unset(cache, key) {
      drop(itemsOf(cache), key);
    },
    sweep() {
      const now = clock.now();
      for (const items of caches.values())
        for (const [key, item] of items) if (item.expiresAt <= now) drop(items, key);
    },
    bytes: (cache) => (cache === undefined ? held : sizeOf(itemsOf(cache))),
  };
}
