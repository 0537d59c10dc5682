import { CacheGet, ExpiresIn, GenerateApiKey, PermissionScopes } from "@gomomento/sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { testClock, testWorld, type TestClock } from "../unit/sandbox/momento-world.ts";
import { clientsFor } from "./support/momento-clients.ts";

process.env["no_grpc_proxy"] = "127.0.0.1";

let clock: TestClock;
let momento: Momento;
let clients: ReturnType<typeof clientsFor>;

beforeEach(async () => {
  clock = testClock();
  momento = await startMomento(testWorld(clock), {});
  clients = clientsFor(momento.superUserKey, momento.grpcTarget);
  await clients.cache.createCache("mine");
});

afterEach(async () => {
  clients.close();
  await momento.close();
});

async function held(): Promise<string | undefined> {
  const answer = await clients.cache.get("mine", "k");
  return answer instanceof CacheGet.Hit ? answer.valueString() : undefined;
}

describe("SetIf through the real SDK", () => {
  it.each([
    ["setIfAbsent", undefined, "new", () => clients.cache.setIfAbsent("mine", "k", "new")],
    ["setIfAbsent", "old", "old", () => clients.cache.setIfAbsent("mine", "k", "new")],
    ["setIfPresent", undefined, undefined, () => clients.cache.setIfPresent("mine", "k", "new")],
    ["setIfPresent", "old", "new", () => clients.cache.setIfPresent("mine", "k", "new")],
    ["setIfEqual", "old", "new", () => clients.cache.setIfEqual("mine", "k", "new", "old")],
    ["setIfEqual", "other", "other", () => clients.cache.setIfEqual("mine", "k", "new", "old")],
    [
      "setIfNotEqual",
      undefined,
      "new",
      () => clients.cache.setIfNotEqual("mine", "k", "new", "old"),
    ],
    ["setIfNotEqual", "old", "old", () => clients.cache.setIfNotEqual("mine", "k", "new", "old")],
    [
      "setIfPresentAndNotEqual",
      undefined,
      undefined,
      () => clients.cache.setIfPresentAndNotEqual("mine", "k", "new", "old"),
    ],
    [
      "setIfPresentAndNotEqual",
      "other",
      "new",
      () => clients.cache.setIfPresentAndNotEqual("mine", "k", "new", "old"),
    ],
    [
      "setIfAbsentOrEqual",
      undefined,
      "new",
      () => clients.cache.setIfAbsentOrEqual("mine", "k", "new", "old"),
    ],
    [
      "setIfAbsentOrEqual",
      "other",
      "other",
      () => clients.cache.setIfAbsentOrEqual("mine", "k", "new", "old"),
    ],
  ] as const)("%s where %s is held leaves %s", async (_call, before, after, ask) => {
    if (before !== undefined) await clients.cache.set("mine", "k", before);
    const { type } = await ask();
    expect(type).toBe(after === "new" ? "Stored" : "NotStored");
    expect(await held()).toBe(after);
  });

  it("lets exactly one of many win", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
    const answers = await Promise.all(
      names.map((name) => clients.cache.setIfAbsent("mine", "k", name)),
    );
    const winners = names.filter((_, index) => answers[index]?.type === "Stored");
    expect(winners).toEqual([await held()]);
  });

  it("counts what has expired as absent, and refuses where there is no cache", async () => {
    await clients.cache.setIfAbsent("mine", "k", "old", { ttl: 5 });
    clock.advance(5_001);
    expect((await clients.cache.setIfAbsent("mine", "k", "new")).type).toBe("Stored");
    const nowhere = await clients.cache.setIfAbsent("nobody", "k", "v");
    expect("errorCode" in nowhere && nowhere.errorCode()).toBe("NOT_FOUND_ERROR");
  });

  it.each([
    ["cacheReadWrite", "Stored"],
    ["cacheReadOnly", "Error"],
    ["cacheWriteOnly", "Error"],
  ] as const)("a key of %s: %s", async (scope, type) => {
    const made = await clients.auth.generateApiKey(
      PermissionScopes[scope]("mine"),
      ExpiresIn.hours(1),
    );
    if (!(made instanceof GenerateApiKey.Success)) throw new Error(made.toString());
    const holder = clientsFor(made.apiKey, momento.grpcTarget);
    expect((await holder.cache.setIfAbsent("mine", "k", "v")).type).toBe(type);
    holder.close();
  });
});
