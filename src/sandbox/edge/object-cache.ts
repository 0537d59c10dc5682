/** An answer of the origin as the edge keeps it. */
export type CachedObject = {
  readonly status: number;
  /** As they go to viewers. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly storedAt: number;
  /** Epoch milliseconds; grows when the object is revalidated or the origin fails. */
  readonly freshUntil: number;
  /** For asking the origin whether it changed. */
  readonly validators: {
    readonly etag?: string | undefined;
    readonly lastModified?: string | undefined;
  };
  /** May it be served when it is stale and the origin fails? */
  readonly staleAllowed: boolean;
};

export type ObjectCache = {
  /** Fresh or stale; undefined when it was never stored, evicted or invalidated. */
  get(key: string): CachedObject | undefined;
  set(key: string, object: CachedObject): void;
  delete(key: string): void;
  /** Drops every object whose key satisfies the test. */
  drop(test: (key: string) => boolean): void;
  readonly bytes: number;
};

/** How long an expired object is kept, to be revalidated or to be served while the origin fails. */
const STALE_MS = 60_000;
const SWEEP_MS = 10_000;
/** What an object takes besides its body. */
const OVERHEAD_BYTES = 1_024;

/** Keeps objects up to `maxBytes`; the least recently used go first, expired ones after a minute. */
export function createObjectCache(maxBytes: number, now: () => number): ObjectCache {
  const objects = new Map<string, CachedObject>();
  let bytes = 0;
  let sweptAt = now();
  const size = (object: CachedObject): number => object.body.length + OVERHEAD_BYTES;
  const remove = (key: string): void => {
    const object = objects.get(key);
    if (object === undefined) return;
    objects.delete(key);
    bytes -= size(object);
  };
  const sweep = (): void => {
    if (now() - sweptAt < SWEEP_MS) return;
    sweptAt = now();
    for (const [key, object] of objects) if (object.freshUntil + STALE_MS < sweptAt) remove(key);
  };
  return {
    get(key) {
      const object = objects.get(key);
      if (object === undefined) return undefined;
      // A map keeps insertion order, so putting it back makes it the most recently used.
      objects.delete(key);
      objects.set(key, object);
      return object;
    },
    set(key, object) {
      remove(key);
      sweep();
      if (size(object) > maxBytes) return;
      objects.set(key, object);
      bytes += size(object);
      for (const oldest of objects.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    delete: remove,
    drop(test) {
      for (const key of objects.keys()) if (test(key)) remove(key);
    },
    get bytes() {
      return bytes;
    },
  };
}
