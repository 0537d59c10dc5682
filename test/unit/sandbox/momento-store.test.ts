import { describe, expect, it } from "vitest";
import { createDataPlane } from "../../../src/sandbox/momento/data-plane.ts";
import { SUPER_USER } from "../../../src/sandbox/momento/grant.ts";
import { PROVISIONED } from "../../../src/sandbox/momento/limits.ts";
import { createStore } from "../../../src/sandbox/momento/store.ts";
import { unwrapV1, wrapV1, createSigner } from "../../../src/sandbox/momento/token.ts";
import { createTokenBucket } from "../../../src/sandbox/token-bucket.ts";
import { testClock } from "./momento-world.ts";

describe("the store", () => {
  it("frees what has expired, whether or not anybody asks for it", () => {
    const clock = testClock();
    const store = createStore(clock);
    store.create("live-origin");
    store.set("live-origin", "short", { value: Buffer.alloc(1000), ttlMilliseconds: 1_000 });
    store.set("live-origin", "long", { value: Buffer.alloc(10), ttlMilliseconds: 5_000 });
    clock.advance(1_000);
    store.sweep();
    expect(store.bytes()).toBe(10);
  });

  it("counts a new value of the same key once, with its new expiry", () => {
    const clock = testClock();
    const store = createStore(clock);
    store.create("live-origin");
    store.set("live-origin", "k", { value: Buffer.alloc(1000), ttlMilliseconds: 1_000 });
    store.set("live-origin", "k", { value: Buffer.from("new"), ttlMilliseconds: 5_000 });
    clock.advance(2_000);
    store.sweep();
    expect(store.bytes()).toBe(3);
    expect(store.get("live-origin", "k")?.toString()).toBe("new");
  });

  it("forgets everything of a removed cache", () => {
    const store = createStore(testClock());
    store.create("live-origin");
    store.set("live-origin", "k", { value: Buffer.alloc(1000), ttlMilliseconds: 1_000 });
    store.remove("live-origin");
    expect(store.bytes()).toBe(0);
    expect(() => store.get("live-origin", "k")).toThrow("Cache Not Found");
  });
});

describe("a bound on memory", () => {
  it("refuses as an account over its limits, makes room of what has expired, and counts what is replaced once", () => {
    const clock = testClock();
    const store = createStore(clock);
    store.create("live-origin");
    const plane = createDataPlane(store, { ...PROVISIONED, hotStorageMiB: 2 }, clock);
    const put = (key: string, ttlMilliseconds: number) =>
      plane.set(
        SUPER_USER,
        { cache: "live-origin", key },
        { value: Buffer.alloc(2 ** 20), ttlMilliseconds },
      );
    put("a", 1_000);
    put("b", 9_000);
    put("b", 9_000);
    expect(() => put("c", 9_000)).toThrow("Hot storage is limited to 2 MiB");
    expect(plane.get(SUPER_USER, "live-origin", "c")).toBeUndefined();
    clock.advance(1_000);
    put("c", 9_000);
    plane.unset(SUPER_USER, "live-origin", "b");
    put("d", 9_000);
    store.flush("live-origin");
    expect(store.bytes()).toBe(0);
  });
});

describe("tokens", () => {
  it("unwrap from the v1 form exactly as the SDK does", () => {
    const key = wrapV1("cell-1", "inner.key.xy");
    expect(unwrapV1(key)).toBe("inner.key.xy");
    for (const broken of [`${key}\n`, key.replace(/=+$/, ""), "inner.key.xy", "", btoa("{}")])
      expect(unwrapV1(broken)).toBeUndefined();
  });

  it("verify with the secret they were signed with, and only so", () => {
    const signer = createSigner(Buffer.from("one"));
    const signed = signer.sign({ sub: "x" });
    expect(signer.verify(signed)).toEqual({ sub: "x" });
    expect(createSigner(Buffer.from("two")).verify(signed)).toBeUndefined();
    const [head, , signature] = signed.split(".");
    const other = Buffer.from('{"sub":"y"}').toString("base64url");
    expect(signer.verify(`${head}.${other}.${signature}`)).toBeUndefined();
  });
});

describe("a token bucket", () => {
  it("gives so much a second, and holds no more than that", () => {
    const clock = testClock();
    const bucket = createTokenBucket(10, clock);
    expect([bucket.take(6), bucket.take(6), bucket.take(4)]).toEqual([true, false, true]);
    clock.advance(500);
    expect([bucket.take(6), bucket.take(5)]).toEqual([false, true]);
    clock.advance(60_000);
    expect([bucket.take(10), bucket.take(1)]).toEqual([true, false]);
  });

  it("lets an amount larger than itself through when it is full, and makes the next one wait for it", () => {
    const clock = testClock();
    const bucket = createTokenBucket(10, clock);
    expect(bucket.take(30)).toBe(true);
    clock.advance(2_000);
    expect(bucket.take(1)).toBe(false);
    clock.advance(200);
    expect(bucket.take(1)).toBe(true);
  });
});
