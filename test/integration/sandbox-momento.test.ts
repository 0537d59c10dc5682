import {
  CacheFlush,
  CacheGet,
  CacheItemGetTtl,
  AllDataReadWrite,
  CacheSet,
  CreateCache,
  DeleteCache,
  ExpiresIn,
  GenerateApiKey,
  ListCaches,
  MomentoErrorCode,
  PermissionScopes,
  RefreshApiKey,
} from "@gomomento/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ON_DEMAND } from "../../src/sandbox/momento/limits.ts";
import { type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { testClock, testWorld, type TestClock } from "../unit/sandbox/momento-world.ts";
import { clientsFor } from "./support/momento-clients.ts";

process.env["no_grpc_proxy"] = "127.0.0.1";

let clock: TestClock;
let momento: Momento;
let clients: ReturnType<typeof clientsFor>;

beforeEach(async () => {
  clock = testClock();
  // What Momento's own test account has: the on-demand limits with 500 operations per second.
  momento = await startMomento(testWorld(clock), {
    limits: { ...ON_DEMAND, operationsPerSecond: 500, controlCallsPerSecond: undefined },
  });
  clients = clientsFor(momento.superUserKey, momento.grpcTarget);
});

afterEach(async () => {
  clients.close();
  await momento.close();
});

describe("cache control through the real SDK", () => {
  it.each([
    ["create", () => clients.cache.createCache("   ")],
    ["delete", () => clients.cache.deleteCache("   ")],
    ["flush", () => clients.cache.flushCache("   ")],
  ])("refuses a blank name on %s", async (_call, run) => {
    const response = await run();
    expect("errorCode" in response && response.errorCode()).toBe(
      MomentoErrorCode.INVALID_ARGUMENT_ERROR,
    );
  });

  it("answers NOT_FOUND when a cache that is not there is deleted", async () => {
    const response = await clients.cache.deleteCache("nobody");
    expect(response).toBeInstanceOf(DeleteCache.Error);
    expect(response instanceof DeleteCache.Error && response.errorCode()).toBe(
      MomentoErrorCode.CACHE_NOT_FOUND_ERROR,
    );
  });

  it("answers AlreadyExists to a second create", async () => {
    expect(await clients.cache.createCache("twice")).toBeInstanceOf(CreateCache.Success);
    expect(await clients.cache.createCache("twice")).toBeInstanceOf(CreateCache.AlreadyExists);
  });

  it("lists a created cache with its limits", async () => {
    await clients.cache.createCache("listed");
    const response = await clients.cache.listCaches();
    const [listed] = response instanceof ListCaches.Success ? response.getCaches() : [];
    expect(listed?.getName()).toBe("listed");
    expect(listed?.getCacheLimits()).toEqual({
      maxTrafficRate: 500,
      maxThroughputKbps: 10_240,
      maxItemSizeKb: 4_883,
      maxTtlSeconds: 86_400,
    });
    expect(listed?.getTopicLimits()).toEqual({
      maxPublishRate: 100,
      maxSubscriptionCount: 100,
      maxPublishMessageSizeKb: 100,
    });
  });

  it("answers NOT_FOUND when a cache that is not there is flushed", async () => {
    const response = await clients.cache.flushCache("nobody");
    expect(response instanceof CacheFlush.Error && response.errorCode()).toBe(
      MomentoErrorCode.CACHE_NOT_FOUND_ERROR,
    );
  });

  it("flushes an empty cache", async () => {
    await clients.cache.createCache("empty");
    expect(await clients.cache.flushCache("empty")).toBeInstanceOf(CacheFlush.Success);
  });

  it("flushes what is in a cache", async () => {
    await clients.cache.createCache("full");
    expect(await clients.cache.set("full", "one", "1")).toBeInstanceOf(CacheSet.Success);
    expect(await clients.cache.get("full", "one")).toBeInstanceOf(CacheGet.Hit);
    expect(await clients.cache.flushCache("full")).toBeInstanceOf(CacheFlush.Success);
    expect(await clients.cache.get("full", "one")).toBeInstanceOf(CacheGet.Miss);
  });

  it("answers CacheNotFound to a get in a cache that is not there, and Miss once it is", async () => {
    const absent = await clients.cache.get("soon-here", "probe");
    expect(absent instanceof CacheGet.Error && absent.errorCode()).toBe(
      MomentoErrorCode.CACHE_NOT_FOUND_ERROR,
    );
    await clients.cache.createCache("soon-here");
    expect(await clients.cache.get("soon-here", "probe")).toBeInstanceOf(CacheGet.Miss);
  });

  it("lets an item expire by the clock", async () => {
    await clients.cache.createCache("ageing");
    await clients.cache.set("ageing", "one", "1", { ttl: 10 });
    clock.advance(9_999);
    expect(await clients.cache.get("ageing", "one")).toBeInstanceOf(CacheGet.Hit);
    clock.advance(1);
    expect(await clients.cache.get("ageing", "one")).toBeInstanceOf(CacheGet.Miss);
  });

  it("takes an item of 5,000,000 bytes and refuses one of 5,300,000 with the request limit", async () => {
    await clients.cache.createCache("large");
    expect(await clients.cache.set("large", "a", new Uint8Array(5_000_000))).toBeInstanceOf(
      CacheSet.Success,
    );
    clock.advance(60_000);
    const refused = await clients.cache.set("large", "b", new Uint8Array(5_300_000));
    expect(refused instanceof CacheSet.Error && refused.errorCode()).toBe(
      MomentoErrorCode.LIMIT_EXCEEDED_ERROR,
    );
    expect(refused instanceof CacheSet.Error && refused.message()).toContain("Request size limit");
  });

  it("refuses more operations per second than the account has, and recovers", async () => {
    await clients.cache.createCache("busy");
    await clients.cache.set("busy", "big", new Uint8Array(499 * 1024));
    const refused = await clients.cache.set("busy", "more", new Uint8Array(10 * 1024));
    expect(refused instanceof CacheSet.Error && refused.errorCode()).toBe(
      MomentoErrorCode.LIMIT_EXCEEDED_ERROR,
    );
    clock.advance(1_000);
    expect(await clients.cache.set("busy", "more", new Uint8Array(10 * 1024))).toBeInstanceOf(
      CacheSet.Success,
    );
  });

  it("refuses an account's fourth cache", async () => {
    for (const name of ["one", "two", "three"]) await clients.cache.createCache(name);
    const response = await clients.cache.createCache("four");
    expect(response instanceof CreateCache.Error && response.errorCode()).toBe(
      MomentoErrorCode.LIMIT_EXCEEDED_ERROR,
    );
  });
});

describe("keys through the real SDK", () => {
  async function scoped(scope: Parameters<typeof clients.auth.generateApiKey>[0], seconds = 60) {
    const made = await clients.auth.generateApiKey(scope, ExpiresIn.seconds(seconds));
    if (!(made instanceof GenerateApiKey.Success)) throw new Error(made.toString());
    return made;
  }

  it("gives a scoped key the rights of its role on its cache and no other", async () => {
    await clients.cache.createCache("mine");
    await clients.cache.createCache("theirs");
    const reader = clientsFor(
      (await scoped(PermissionScopes.cacheReadOnly("mine"))).apiKey,
      momento.grpcTarget,
    );
    expect(await reader.cache.get("mine", "k")).toBeInstanceOf(CacheGet.Miss);
    for (const refused of [
      await reader.cache.set("mine", "k", "v"),
      await reader.cache.get("theirs", "k"),
      await reader.cache.createCache("another"),
      await reader.cache.listCaches(),
      await reader.auth.generateApiKey(PermissionScopes.cacheReadOnly("mine"), ExpiresIn.hours(1)),
    ])
      expect("errorCode" in refused && refused.errorCode()).toBe(MomentoErrorCode.PERMISSION_ERROR);
    reader.close();
  });

  it("reports the cell and the expiry of a new key", async () => {
    const made = await scoped(PermissionScopes.cacheReadWrite("mine"), 3600);
    expect(made.endpoint).toBe("cell-sandbox-us-west-2-1.prod.a.momentohq.com");
    expect(made.expiresAt.epoch()).toBe(clock.now() / 1000 + 3600);
    expect(made.refreshToken).not.toBe("");
  });

  it("makes keys without expiry and without a refresh token", async () => {
    const made = await clients.auth.generateApiKey(
      PermissionScopes.cacheReadWrite("mine"),
      ExpiresIn.never(),
    );
    expect(made instanceof GenerateApiKey.Success && made.expiresAt.doesExpire()).toBe(false);
    expect(made instanceof GenerateApiKey.Success && made.refreshToken).toBe("");
  });

  it("refuses an expired key, also for the refresh", async () => {
    const made = await scoped(PermissionScopes.cacheReadWrite("mine"), 60);
    const holder = clientsFor(made.apiKey, momento.grpcTarget);
    clock.advance(60_000);
    for (const refused of [
      await holder.cache.get("mine", "k"),
      await holder.auth.refreshApiKey(made.refreshToken),
    ])
      expect("errorCode" in refused && refused.errorCode()).toBe(
        MomentoErrorCode.AUTHENTICATION_ERROR,
      );
    holder.close();
  });

  it("refreshes a key for its original duration and leaves the old one valid", async () => {
    await clients.cache.createCache("mine");
    const old = await scoped(PermissionScopes.cacheReadWrite("mine"), 100);
    const holder = clientsFor(old.apiKey, momento.grpcTarget);
    clock.advance(90_000);
    const fresh = await holder.auth.refreshApiKey(old.refreshToken);
    if (!(fresh instanceof RefreshApiKey.Success)) throw new Error(fresh.toString());
    expect(fresh.expiresAt.epoch()).toBe(clock.now() / 1000 + 100);
    expect(await holder.cache.get("mine", "k")).toBeInstanceOf(CacheGet.Miss);
    const renewed = clientsFor(fresh.apiKey, momento.grpcTarget);
    clock.advance(50_000);
    expect(await renewed.cache.set("mine", "k", "v")).toBeInstanceOf(CacheSet.Success);
    holder.close();
    renewed.close();
  });

  it("refuses a refresh token of another key", async () => {
    const one = await scoped(PermissionScopes.cacheReadWrite("mine"));
    const other = await scoped(PermissionScopes.cacheReadWrite("mine"));
    const holder = clientsFor(one.apiKey, momento.grpcTarget);
    const refused = await holder.auth.refreshApiKey(other.refreshToken);
    expect(refused instanceof RefreshApiKey.Error && refused.errorCode()).toBe(
      MomentoErrorCode.INVALID_ARGUMENT_ERROR,
    );
    holder.close();
  });

  it.each([
    ["no permissions", []],
    ["the same cache twice", ["mine", "mine"]],
  ])("refuses a key with %s", async (_what, caches) => {
    const { AllCaches: _all, CacheRole } = await import("@gomomento/sdk");
    const refused = await clients.auth.generateApiKey(
      { permissions: caches.map((cache) => ({ role: CacheRole.ReadOnly, cache })) },
      ExpiresIn.hours(1),
    );
    expect(refused instanceof GenerateApiKey.Error && refused.errorCode()).toBe(
      MomentoErrorCode.INVALID_ARGUMENT_ERROR,
    );
  });

  it("makes disposable tokens for 25 hours at most, bound to one key of one cache", async () => {
    const { DisposableTokenScopes, GenerateDisposableToken } = await import("@gomomento/sdk");
    await clients.cache.createCache("mine");
    const scope = DisposableTokenScopes.cacheKeyReadOnly("mine", "poster");
    const tooLong = await clients.auth.generateDisposableToken(scope, ExpiresIn.hours(26));
    expect(tooLong).toBeInstanceOf(GenerateDisposableToken.Error);
    const made = await clients.auth.generateDisposableToken(scope, ExpiresIn.hours(1));
    if (!(made instanceof GenerateDisposableToken.Success)) throw new Error(made.toString());
    const holder = clientsFor(made.authToken, momento.grpcTarget);
    expect(await holder.cache.get("mine", "poster")).toBeInstanceOf(CacheGet.Miss);
    expect(await holder.cache.get("mine", "else")).toBeInstanceOf(CacheGet.Error);
    holder.close();
  });
});

it("tells how long an item lives, and a session token makes the keys that a super-user may not", async () => {
  await clients.cache.createCache("ttl-cache");
  await clients.cache.set("ttl-cache", "k", "v", { ttl: 60 });
  const hit = await clients.cache.itemGetTtl("ttl-cache", "k");
  expect(hit instanceof CacheItemGetTtl.Hit && hit.remainingTtlMillis()).toBe(60_000);
  expect(await clients.cache.itemGetTtl("ttl-cache", "none")).toBeInstanceOf(CacheItemGetTtl.Miss);
  const session = clientsFor(momento.sessionToken, momento.grpcTarget);
  const mint = (auth: typeof clients.auth) =>
    auth.generateApiKey(AllDataReadWrite, ExpiresIn.hours(1));
  expect(await mint(session.auth)).toBeInstanceOf(GenerateApiKey.Success);
  session.close();
});
