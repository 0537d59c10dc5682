import { connect } from "node:http2";
import { CacheGet, CreateCache, ListCaches, MomentoErrorCode } from "@gomomento/sdk";
import { afterEach, describe, expect, it } from "vitest";
import { parseFault } from "../../src/sandbox/fault-text.ts";
import { type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { testClock, testWorld } from "../unit/sandbox/momento-world.ts";
import { clientsFor } from "./support/momento-clients.ts";

process.env["no_grpc_proxy"] = "127.0.0.1";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(...faults: string[]) {
  const world = testWorld(testClock(), { faults: faults.map(parseFault) });
  const momento: Momento = await startMomento(world);
  cleanups.push(() => momento.close());
  const clients = clientsFor(momento.superUserKey, momento.grpcTarget);
  cleanups.push(() => clients.close());
  return { world, momento, cache: clients.cache };
}

describe("faults over gRPC", () => {
  it("refuse with the named status", async () => {
    const { cache } = await start("momento:CreateCache refuse 1 RESOURCE_EXHAUSTED");
    const refused = await cache.createCache("live-origin");
    expect(refused instanceof CreateCache.Error && refused.errorCode()).toBe(
      MomentoErrorCode.LIMIT_EXCEEDED_ERROR,
    );
    expect(await cache.createCache("live-origin")).toBeInstanceOf(CreateCache.Success);
  });

  it("cut the connection before the effect: nothing was made", async () => {
    const { cache, momento } = await start("momento:CreateCache drop-before 1");
    expect(await cache.createCache("live-origin")).toBeInstanceOf(CreateCache.Error);
    expect(momento.inventory()).toEqual([]);
    expect(await cache.createCache("live-origin")).toBeInstanceOf(CreateCache.Success);
  });

  it("cut the connection after the effect: the answer is lost, the cache is there", async () => {
    const { cache, momento } = await start("momento:CreateCache drop-after 1");
    expect(await cache.createCache("live-origin")).toBeInstanceOf(CreateCache.Error);
    expect(momento.inventory()).toMatchObject([{ kind: "cache", id: "live-origin" }]);
    expect(await cache.createCache("live-origin")).toBeInstanceOf(CreateCache.AlreadyExists);
  });

  it("are survived by the SDK's own retries on the data plane", async () => {
    const { cache } = await start("momento:Get drop-before 1");
    await cache.createCache("live-origin");
    expect(await cache.get("live-origin", "k")).toBeInstanceOf(CacheGet.Miss);
  });
});

describe("gRPC beyond what is emulated", () => {
  it("answers UNIMPLEMENTED and logs what was asked", async () => {
    const { cache, world } = await start();
    await cache.createCache("live-origin");
    const refused = await cache.increment("live-origin", "counter", 1);
    expect("errorCode" in refused && refused.errorCode()).toBe(MomentoErrorCode.BAD_REQUEST_ERROR);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ operation: "unknown", resource: "Increment", status: 501 }),
    );
  });

  it("answers UNAUTHENTICATED to a call without a key", async () => {
    const { momento } = await start();
    const session = connect(`http://${momento.grpcTarget}`);
    cleanups.push(() => session.close());
    const stream = session.request({
      ":method": "POST",
      ":path": "/control_client.ScsControl/ListCaches",
      "content-type": "application/grpc",
      te: "trailers",
    });
    const status = new Promise((resolve) => {
      stream.on("trailers", (headers) => resolve(headers["grpc-status"]));
      stream.on("response", (headers) => {
        if (headers["grpc-status"] !== undefined) resolve(headers["grpc-status"]);
      });
    });
    stream.resume();
    stream.end(Buffer.alloc(5));
    expect(String(await status)).toBe("16");
  });

  it("lists every cache that was created", async () => {
    const { cache, momento } = await start();
    for (let index = 0; index < 3; index += 1) await cache.createCache(`cache-${index}`);
    const listed = await cache.listCaches();
    expect(listed instanceof ListCaches.Success && listed.getCaches()).toHaveLength(3);
    expect(momento.inventory()).toHaveLength(3);
  });
});
