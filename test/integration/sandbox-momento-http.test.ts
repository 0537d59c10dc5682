import { request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ON_DEMAND } from "../../src/sandbox/momento/limits.ts";
import { type Momento, startMomento } from "../../src/sandbox/momento/momento.ts";
import { unwrapV1 } from "../../src/sandbox/momento/token.ts";
import { testClock, testWorld, type TestClock } from "../unit/sandbox/momento-world.ts";
import { clientsFor } from "./support/momento-clients.ts";

process.env["no_grpc_proxy"] = "127.0.0.1";

type Answer = { status: number; reason: string; body: string; headers: Record<string, unknown> };
type Call = { headers?: Record<string, string>; body?: string | Buffer };

let clock: TestClock;
let world: ReturnType<typeof testWorld>;
let momento: Momento;

beforeEach(async () => {
  clock = testClock();
  world = testWorld(clock);
  momento = await startMomento(world, { limits: { ...ON_DEMAND, operationsPerSecond: 20_000 } });
  const { cache, close } = clientsFor(momento.superUserKey, momento.grpcTarget);
  await cache.createCache("live-origin");
  close();
});

afterEach(() => momento.close());

/** Without fetch: the path must go out as it is written. */
function call(method: string, path: string, { headers = {}, body }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${momento.restUrl}`, { method, path, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          reason: response.statusMessage ?? "",
          body: Buffer.concat(chunks).toString(),
          headers: response.headers,
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

async function v2Key(role: string): Promise<string> {
  const auth = { headers: { authorization: momento.superUserKey } };
  const listed = await fetch(`${momento.accountUrl}/roles?type=system`, auth);
  const { roles } = (await listed.json()) as { roles: { role_id: string; role_name: string }[] };
  const made = await fetch(`${momento.accountUrl}/api-keys`, {
    ...auth,
    method: "POST",
    body: JSON.stringify({
      role_id: roles.find(({ role_name }) => role_name === role)?.role_id,
      description: "test",
      expiry: "never",
    }),
  });
  return ((await made.json()) as { api_key: string }).api_key;
}

const scopedKey = (read: boolean, write: boolean, cache = "live-origin", seconds?: number) =>
  momento.issueKey({ kind: "rules", rules: [{ read, write, cache }] }, seconds);

const query = (token: string, rest = ""): string => `?token=${encodeURIComponent(token)}${rest}`;

describe.each([
  ["a v1 key", () => Promise.resolve(momento.superUserKey)],
  ["the inner part of a v1 key", () => Promise.resolve(unwrapV1(momento.superUserKey) ?? "")],
  ["a v2 key", () => v2Key("Owner")],
])("the HTTP data API with %s", (_kind, make) => {
  let headers: Record<string, string>;
  beforeEach(async () => {
    headers = { authorization: await make(), "content-type": "application/json" };
  });

  it("answers 404 Not Found in a cache that is not there", async () => {
    for (const [method, path] of [
      ["PUT", "/cache/nobody?key=k&value=v&ttl_seconds=300"],
      ["GET", "/cache/nobody?key=k"],
      ["DELETE", "/cache/nobody?key=k"],
    ] as const) {
      const answer = await call(method, path, {
        headers,
        ...(method === "PUT" ? { body: "v" } : {}),
      });
      expect([answer.status, answer.reason]).toEqual([404, "Not Found"]);
    }
  });

  it("gives back what was put", async () => {
    const put = await call("PUT", "/cache/live-origin?key=k&value=v&ttl_seconds=300", {
      headers,
      body: "the value",
    });
    expect([put.status, put.body]).toEqual([204, ""]);
    const got = await call("GET", "/cache/live-origin?key=k", { headers });
    expect([got.status, got.body]).toEqual([200, "the value"]);
    expect(got.headers["content-type"]).toBe("application/octet-stream");
  });

  it("answers 404 Not Found for a key that is not there", async () => {
    const answer = await call("GET", "/cache/live-origin?key=none", { headers });
    expect([answer.status, answer.reason]).toEqual([404, "Not Found"]);
    expect(JSON.parse(answer.body)).toEqual({ message: "Key Not Found" });
  });

  it("deletes", async () => {
    await call("PUT", "/cache/live-origin?key=k&ttl_seconds=300", { headers, body: "v" });
    expect((await call("DELETE", "/cache/live-origin?key=k", { headers })).status).toBe(204);
    expect((await call("GET", "/cache/live-origin?key=k", { headers })).status).toBe(404);
  });

  it("answers 204 when a key that is not there is deleted", async () => {
    expect((await call("DELETE", "/cache/live-origin?key=none", { headers })).status).toBe(204);
  });
});

describe("where the key of an item may stand", () => {
  it("takes the same item from the path, the query and base64", async () => {
    const token = query(momento.superUserKey);
    const url = `/cache/live-origin/playlist_480p30_00001.ts${token}&ttl_seconds=3600&role=origin`;
    expect((await call("PUT", url, { body: "segment" })).status).toBe(204);
    const base64 = Buffer.from("playlist_480p30_00001.ts").toString("base64url");
    for (const path of [
      `/cache/live-origin/playlist_480p30_00001.ts${token}`,
      `/cache/live-origin/playlist%5F480p30_00001.ts${token}`,
      `/cache/live-origin${token}&key=playlist_480p30_00001.ts`,
      `/cache/live-origin${token}&key_base64=${base64}`,
    ])
      expect((await call("GET", path)).body).toBe("segment");
  });

  it.each([
    ["no key", ""],
    ["two keys", "&key=a&key_base64=YQ"],
    ["base64 that is none", "&key_base64=%2B%2B"],
  ])("refuses %s with 400", async (_what, rest) => {
    const path = `/cache/live-origin${query(momento.superUserKey, rest)}`;
    expect((await call("GET", path)).status).toBe(400);
  });

  it("keeps binary values and large bodies as they are", async () => {
    const body = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 256));
    const headers = { authorization: momento.superUserKey };
    await call("PUT", "/cache/live-origin/big?ttl_seconds=60", { headers, body });
    const got = await fetch(`${momento.restUrl}/cache/live-origin/big`, { headers });
    expect(Buffer.from(await got.arrayBuffer()).equals(body)).toBe(true);
  });
});

describe("credentials", () => {
  const path = "/cache/live-origin/k";

  it("refuses a token and an Authorization header together with 400", async () => {
    const headers = { authorization: momento.superUserKey };
    expect((await call("GET", path + query(momento.superUserKey), { headers })).status).toBe(400);
  });

  it.each([
    ["none", {}],
    ["a bearer prefix", { authorization: "Bearer x" }],
    ["nonsense", { authorization: "nonsense" }],
    ["a key of another sandbox", { authorization: "eyJhbGciOiJIUzI1NiJ9.eyJwIjoiIn0.AAAA" }],
  ])("answers 401 to %s", async (_what, headers: Record<string, string>) => {
    expect((await call("GET", path, { headers })).status).toBe(401);
  });

  it("answers 401 from the moment a key expires", async () => {
    const headers = { authorization: scopedKey(true, false, "live-origin", 60) };
    clock.advance(59_000);
    expect((await call("GET", path, { headers })).status).toBe(404);
    clock.advance(1_000);
    expect((await call("GET", path, { headers })).status).toBe(401);
  });

  it("answers 401 to a key with one character changed", async () => {
    const [head, body, signature = ""] = (unwrapV1(momento.superUserKey) ?? "").split(".");
    const flipped = (signature.startsWith("A") ? "B" : "A") + signature.slice(1);
    const headers = { authorization: `${head}.${body}.${flipped}` };
    expect((await call("GET", path, { headers })).status).toBe(401);
  });

  it.each([
    ["GET", true, false, "live-origin", 404],
    ["GET", false, true, "live-origin", 403],
    ["GET", true, true, "another", 403],
    ["PUT", false, true, "live-origin", 204],
    ["PUT", true, false, "live-origin", 403],
    ["DELETE", true, false, "live-origin", 403],
    ["DELETE", false, true, "live-origin", 204],
  ] as const)(
    "%s with read %s and write %s on %s is a %i",
    async (method, read, write, cache, status) => {
      const headers = { authorization: scopedKey(read, write, cache) };
      expect((await call(method, `${path}?ttl_seconds=60`, { headers })).status).toBe(status);
    },
  );

  it("takes Basic credentials with user momento, the key as password, and no other user", async () => {
    const basic = (user: string): Record<string, string> => ({
      authorization: `Basic ${Buffer.from(`${user}:${momento.superUserKey}`).toString("base64")}`,
    });
    const url = `${path}?ttl_seconds=60`;
    expect((await call("PUT", url, { headers: basic("momento"), body: "v" })).status).toBe(204);
    expect((await call("PUT", url, { headers: basic("admin"), body: "v" })).status).toBe(401);
  });

  it("writes no key into the log", async () => {
    await call("GET", path + query(momento.superUserKey));
    await call("GET", `/nowhere/${momento.superUserKey}`);
    expect(JSON.stringify(world.lines)).not.toContain(unwrapV1(momento.superUserKey));
  });
});

describe("TTL and limits", () => {
  const put = (rest: string, body: string | Buffer = "v") =>
    call("PUT", `/cache/live-origin/k?${rest}`, {
      headers: { authorization: momento.superUserKey },
      body,
    });

  it.each(["", "ttl_seconds=", "ttl_seconds=1.5", "ttl_seconds=-1", "ttl_seconds=0"])(
    "refuses the TTL of '%s' with 400",
    async (rest) => {
      expect((await put(rest)).status).toBe(400);
    },
  );

  it("takes the longest TTL of the account and refuses one second more", async () => {
    expect((await put("ttl_seconds=86400")).status).toBe(204);
    expect((await put("ttl_seconds=86401")).status).toBe(400);
  });

  it("forgets an item when its TTL is over", async () => {
    await put("ttl_seconds=2");
    const headers = { authorization: momento.superUserKey };
    clock.advance(1_999);
    expect((await call("GET", "/cache/live-origin/k", { headers })).status).toBe(200);
    clock.advance(1);
    expect((await call("GET", "/cache/live-origin/k", { headers })).status).toBe(404);
  });

  it("takes an item of exactly 4883 KiB with its key and refuses one byte more with 429", async () => {
    const longest = 4_883 * 1024 - 1;
    expect((await put("ttl_seconds=60", Buffer.alloc(longest))).status).toBe(204);
    expect((await put("ttl_seconds=60", Buffer.alloc(longest + 1))).status).toBe(429);
  });

  it("answers 429 beyond the throughput of the account, and recovers with time", async () => {
    const body = Buffer.alloc(4 * 1024 * 1024);
    const statuses = [];
    for (let index = 0; index < 4; index += 1)
      statuses.push((await put("ttl_seconds=60", body)).status);
    expect(statuses).toEqual([204, 204, 429, 429]);
    clock.advance(1_000);
    expect((await put("ttl_seconds=60", body)).status).toBe(204);
  });
});

describe("other methods", () => {
  it("answers HEAD as GET without the body", async () => {
    const headers = { authorization: momento.superUserKey };
    await call("PUT", "/cache/live-origin/k?ttl_seconds=60", { headers, body: "12345" });
    const head = await call("HEAD", "/cache/live-origin/k", { headers });
    expect([head.status, head.body, head.headers["content-length"]]).toEqual([200, "", "5"]);
  });

  it("answers a browser's preflight, and allows its origin only when it names one", async () => {
    const headers = { origin: "https://player.example" };
    const preflight = await call("OPTIONS", "/cache/live-origin/k", { headers });
    expect([preflight.status, preflight.headers["access-control-allow-origin"]]).toEqual([
      204,
      "*",
    ]);
    const plain = await call("GET", "/cache/live-origin/k", {
      headers: { authorization: momento.superUserKey },
    });
    expect(plain.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("answers 405 to POST and 404 elsewhere", async () => {
    expect((await call("POST", "/cache/live-origin/k")).status).toBe(405);
    expect((await call("GET", "/")).status).toBe(404);
  });
});
