import { expect, test } from "vitest";
import { type CachedObject, createObjectCache } from "../../../src/sandbox/edge/object-cache.ts";

const KIB = 1024;
let now = 0;
const object = (bytes: number, freshUntil = 1_000): CachedObject => ({
  status: 200,
  headers: [],
  body: Buffer.alloc(bytes),
  storedAt: now,
  freshUntil,
  validators: {},
  staleAllowed: true,
});

test("the least recently used object goes first, by bytes", () => {
  now = 0;
  const cache = createObjectCache(12 * KIB, () => now);
  for (const key of ["a", "b", "c"]) cache.set(key, object(3 * KIB));
  cache.get("a");
  cache.set("d", object(3 * KIB));
  expect(["a", "b", "c", "d"].filter((key) => cache.get(key) !== undefined)).toEqual([
    "a",
    "c",
    "d",
  ]);
  expect(cache.bytes).toBeLessThanOrEqual(12 * KIB);
});

test("the bytes are those of what is kept, whatever was replaced and removed", () => {
  now = 0;
  const cache = createObjectCache(100 * KIB, () => now);
  cache.set("a", object(KIB));
  cache.set("a", object(2 * KIB));
  cache.set("b", object(KIB));
  cache.delete("b");
  cache.delete("b");
  expect(cache.bytes).toBe(3 * KIB);
  cache.drop(() => true);
  expect(cache.bytes).toBe(0);
});

test("an object larger than the cache is not kept and takes nothing with it", () => {
  now = 0;
  const cache = createObjectCache(4 * KIB, () => now);
  cache.set("a", object(KIB));
  cache.set("large", object(5 * KIB));
  expect(cache.get("a")?.body.length).toBe(KIB);
  expect(cache.get("large")).toBeUndefined();
});

test("expired objects are freed a minute later, when something else comes", () => {
  now = 0;
  const cache = createObjectCache(100 * KIB, () => now);
  cache.set("old", object(KIB, 1_000));
  now = 50_000;
  cache.set("young", object(KIB, 100_000));
  expect(cache.get("old")?.body.length).toBe(KIB);
  now = 61_001;
  cache.set("new", object(KIB, 100_000));
  expect(cache.get("old")).toBeUndefined();
  expect(cache.get("young")?.body.length).toBe(KIB);
});
