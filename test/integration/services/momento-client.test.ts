import { createServer, type AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readApiKey } from "../../../src/services/momento/api-key.ts";
import { connectMomento } from "../../../src/services/momento/client.ts";
import { momentoHttp } from "../../../src/services/momento/http-client.ts";
import { checkKey } from "../../../src/services/momento/key-check.ts";
import { Secret } from "../../../src/config/secret.ts";
import { QUICK, startServices, type ServiceBed } from "./service-bed.ts";

const CACHE = "live-origin";
let bed: ServiceBed;

beforeEach(async () => {
  bed = await startServices();
});

afterEach(() => bed.close());

const http = (key: Secret | undefined, restUrl = bed.sandbox.endpoints.momentoRest) =>
  momentoHttp({ restUrl, key });
const body = new Uint8Array([0x47, 1, 2]);

describe("caches", () => {
  test("are made once, found by asking for a key in them, and deleted once", async () => {
    const { momento, callOptions } = bed;
    expect(await momento.cacheExists(CACHE, callOptions)).toBe(false);
    expect(await momento.createCache(CACHE, callOptions)).toBe("created");
    expect(await momento.createCache(CACHE, callOptions)).toBe("exists");
    expect(await momento.cacheExists(CACHE, callOptions)).toBe(true);
    expect(await momento.deleteCache(CACHE, callOptions)).toBe("deleted");
    expect(await momento.deleteCache(CACHE, callOptions)).toBe("absent");
  });

  test("tell the account's limits", async () => {
    const { momento, callOptions } = bed;
    expect(await momento.limits(CACHE, callOptions)).toEqual({ caches: [], reported: undefined });
    await momento.createCache(CACHE, callOptions);
    expect(await momento.limits(CACHE, callOptions)).toEqual({
      caches: [CACHE],
      reported: {
        maxOperationsPerSecond: 50_000,
        maxThroughputKiBps: 204_800,
        maxItemKiB: 4_883,
        maxTtlSeconds: 2_592_000,
      },
    });
  });
});

describe("keys", () => {
  test("are scoped to one cache, and the player's cannot write", async () => {
    const { momento, callOptions } = bed;
    await momento.createCache(CACHE, callOptions);
    await momento.createCache("other", callOptions);
    const encoder = await momento.generateKey(
      { cache: CACHE, role: "readwrite", days: 30 },
      callOptions,
    );
    const player = await momento.generateKey(
      { cache: CACHE, role: "readonly", days: 30 },
      callOptions,
    );
    expect((await http(encoder.apiKey).put(CACHE, "a.ts", { body, ttlSeconds: 60 })).status).toBe(
      204,
    );
    expect((await http(encoder.apiKey).put("other", "a.ts", { body, ttlSeconds: 60 })).status).toBe(
      403,
    );
    const read = await http(player.apiKey).get(CACHE, "a.ts");
    expect(read).toMatchObject({ status: 200, headers: { "content-length": "3" } });
    expect([...read.body]).toEqual([...body]);
    expect((await http(player.apiKey).put(CACHE, "a.ts", { body, ttlSeconds: 60 })).status).toBe(
      403,
    );
    expect((await http(player.apiKey).delete(CACHE, "a.ts")).status).toBe(403);
    expect((await http(encoder.apiKey).delete(CACHE, "a.ts")).status).toBe(204);
    expect((await http(player.apiKey).get(CACHE, "a.ts")).status).toBe(404);
    expect((await http(undefined).get(CACHE, "a.ts")).status).toBe(401);
  });

  test("come whole, with their cell, their expiry and a refresh token", async () => {
    const { momento, callOptions } = bed;
    await momento.createCache(CACHE, callOptions);
    const key = await momento.generateKey(
      { cache: CACHE, role: "readwrite", days: 30 },
      callOptions,
    );
    const days = (key.expiresAt - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThanOrEqual(30.001);
    expect(readApiKey(key.apiKey.reveal(), { from: "x", now: 0 }).endpoint).toBe(key.endpoint);
    expect(key.refreshToken?.isKnown).toBe(true);
  });

  test("are refreshed by their own refresh token, without a super-user key", async () => {
    const { momento, callOptions } = bed;
    await momento.createCache(CACHE, callOptions);
    const key = await momento.generateKey(
      { cache: CACHE, role: "readwrite", days: 30 },
      callOptions,
    );
    const fresh = await bed.momentoWith(key.apiKey.reveal()).refreshKey(key, callOptions);
    expect(fresh.apiKey.reveal()).not.toBe(key.apiKey.reveal());
    for (const { apiKey } of [key, fresh])
      expect((await http(apiKey).put(CACHE, "a", { body, ttlSeconds: 60 })).status).toBe(204);
  });

  test("that the user brings are tried before they are trusted", async () => {
    const { momento, callOptions } = bed;
    await momento.createCache(CACHE, callOptions);
    const check = async (kind: "encoderKey" | "playerKey", role: "readwrite" | "readonly") => {
      const { apiKey } = await momento.generateKey({ cache: CACHE, role, days: 1 }, callOptions);
      await checkKey(http(apiKey), {
        kind,
        cache: CACHE,
        stamp: 1,
        signal: callOptions.signal,
        isGiven: true,
      });
    };
    await check("encoderKey", "readwrite");
    await check("playerKey", "readonly");
    await expect(check("playerKey", "readwrite")).rejects.toMatchObject({
      code: "MOMENTO_KEY_TOO_STRONG",
    });
    await expect(check("encoderKey", "readonly")).rejects.toMatchObject({
      code: "MOMENTO_KEY_TOO_WEAK",
    });
  });
});

describe("a v2 key", () => {
  /** As the console would make it, by Momento's account API. */
  async function v2Key(role: string): Promise<string> {
    const ask = async (path: string, body?: unknown): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${bed.sandbox.endpoints.momentoAccount}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { authorization: bed.sandbox.momentoApiKey },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await answer.json()) as Record<string, unknown>;
    };
    const { roles } = await ask("/roles?type=system");
    const found = (roles as readonly Record<string, unknown>[]).find(
      (each) => each["role_name"] === role,
    );
    const made = await ask("/api-keys", {
      role_id: found?.["role_id"],
      description: "a test",
      expiry: "never",
    });
    return String(made["api_key"]);
  }

  test("of an owner makes caches and keys, which come in the v1 form", async () => {
    const text = await v2Key("Owner");
    const endpoint = "cell-4-us-west-2-1.prod.a.momentohq.com";
    expect(readApiKey(text, { from: "x", endpoint, now: 0 }).kind).toBe("v2");
    const owner = bed.momentoWith(text);
    expect(await owner.createCache(CACHE, bed.callOptions)).toBe("created");
    expect(await owner.cacheExists(CACHE, bed.callOptions)).toBe(true);
    const wish = { cache: CACHE, role: "readwrite", days: 1 } as const;
    const { apiKey } = await owner.generateKey(wish, bed.callOptions);
    expect(readApiKey(apiKey.reveal(), { from: "x", now: 0 }).kind).toBe("v1");
  });

  test("of a viewer is too weak, and is told so", async () => {
    const viewer = bed.momentoWith(await v2Key("Viewer"));
    await expect(viewer.createCache(CACHE, bed.callOptions)).rejects.toMatchObject({
      code: "MOMENTO_KEY_TOO_WEAK",
    });
  });
});

describe("a key that is not good enough", () => {
  test("is told by name when it may not make caches or keys", async () => {
    const { momento, callOptions } = bed;
    await momento.createCache(CACHE, callOptions);
    const { apiKey } = await momento.generateKey(
      { cache: CACHE, role: "readwrite", days: 1 },
      callOptions,
    );
    const weak = bed.momentoWith(apiKey.reveal());
    await expect(weak.createCache("another", callOptions)).rejects.toMatchObject({
      code: "MOMENTO_KEY_TOO_WEAK",
      message: expect.stringContaining("create caches"),
    });
    await expect(
      weak.generateKey({ cache: CACHE, role: "readonly", days: 1 }, callOptions),
    ).rejects.toMatchObject({ code: "MOMENTO_KEY_TOO_WEAK" });
  });

  test("is rejected when Momento does not know it", async () => {
    const token = bed.sandbox.momentoApiKey;
    const json: unknown = JSON.parse(Buffer.from(token, "base64").toString());
    const forged = Buffer.from(
      JSON.stringify({ ...Object(json), api_key: "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.AAAA" }),
    ).toString("base64");
    await expect(bed.momentoWith(forged).createCache(CACHE, bed.callOptions)).rejects.toMatchObject(
      {
        code: "MOMENTO_KEY_REJECTED",
      },
    );
  });
});

describe("when things go wrong on the way", () => {
  test("a refusal that passes is retried and told", async () => {
    bed.fault("momento:CreateCache refuse 2 UNAVAILABLE");
    expect(await bed.momento.createCache(CACHE, bed.callOptions)).toBe("created");
    expect(bed.retries).toEqual(["Momento is unavailable", "Momento is unavailable"]);
  });

  test("a lost answer ends in exists, with the retry told", async () => {
    bed.fault("momento:CreateCache drop-after 1");
    expect(await bed.momento.createCache(CACHE, bed.callOptions)).toBe("exists");
    expect(bed.retries).toHaveLength(1);
  });

  test("a limit that does not pass is believed after four tries", async () => {
    bed.fault("momento:CreateCache refuse always RESOURCE_EXHAUSTED");
    await expect(bed.momento.createCache(CACHE, bed.callOptions)).rejects.toMatchObject({
      code: "MOMENTO_LIMIT",
    });
    expect(bed.retries).toHaveLength(3);
  });

  test("an interruption ends the wait at once with its reason", async () => {
    bed.fault("momento:CreateCache delay 60000ms");
    const controller = new AbortController();
    const call = bed.momento.createCache(CACHE, { signal: controller.signal });
    controller.abort(new Error("Ctrl-C"));
    await expect(call).rejects.toThrow("Ctrl-C");
    bed.fault();
  });

  test("nobody at the other end is MOMENTO_UNREACHABLE, over gRPC and over HTTP", async () => {
    let now = 0;
    const free = await nobodysPort();
    const client = connectMomento({
      apiKey: Secret.of(bed.sandbox.momentoApiKey),
      loopback: { grpcTarget: `127.0.0.1:${free}`, restUrl: `http://127.0.0.1:${free}` },
      clock: { now: () => (now += 10_000), sleep: () => Promise.resolve() },
      random: QUICK.random,
    });
    await expect(client.createCache(CACHE, bed.callOptions)).rejects.toMatchObject({
      code: "MOMENTO_UNREACHABLE",
    });
    client.close();
    await expect(
      http(Secret.of("eyJrZXkifQ=="), `http://127.0.0.1:${free}`).get(CACHE, "a"),
    ).rejects.toMatchObject({
      code: "MOMENTO_UNREACHABLE",
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

/** A port that was free a moment ago. */
async function nobodysPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}
