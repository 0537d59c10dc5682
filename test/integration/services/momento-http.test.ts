import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { momentoHttp } from "../../../src/services/momento/http-client.ts";
import { Secret } from "../../../src/config/secret.ts";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serving(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => {
    made.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

const key = Secret.of("eyJrZXkifQ==");

describe("the HTTP data API", () => {
  test("is asked as documented: key in the header, item in path or query, TTL on writes", async () => {
    const asked: string[] = [];
    const restUrl = await serving((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      response.writeHead(204).end();
    });
    const http = momentoHttp({ restUrl, key });
    await http.get("c", "a b.ts");
    await http.put("c", "a&b", { body: new Uint8Array([1]), ttlSeconds: 60 });
    await http.delete("c", "a&b");
    expect(asked).toEqual([
      "GET /cache/c/a%20b.ts eyJrZXkifQ==",
      "PUT /cache/c?key=a%26b&ttl_seconds=60 eyJrZXkifQ==",
      "DELETE /cache/c?key=a%26b eyJrZXkifQ==",
    ]);
  });

  test("is never followed to another place with the key", async () => {
    let elsewhere = 0;
    const restUrl = await serving((request, response) => {
      if (request.url === "/elsewhere") elsewhere += 1;
      response.writeHead(302, { location: "/elsewhere" }).end();
    });
    expect((await momentoHttp({ restUrl, key }).get("c", "a")).status).toBe(302);
    expect(elsewhere).toBe(0);
  });

  test("is not waited for beyond the time-out, and the error holds no key", async () => {
    const restUrl = await serving(() => undefined);
    const call = momentoHttp({ restUrl, key, timeoutMs: 50 }).get("c", "a");
    await expect(call).rejects.toMatchObject({
      code: "MOMENTO_UNREACHABLE",
      message: expect.not.stringContaining("eyJ"),
    });
  });

  test("is cut off where an answer never ends", async () => {
    const restUrl = await serving((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536)));
        response.once("drain", more);
      };
      more();
    });
    const answer = await momentoHttp({ restUrl, key, maxBytes: 100_000 }).get("c", "a");
    expect(answer.body.byteLength).toBe(100_000);
  });

  test("ends with the reason of an interruption", async () => {
    const restUrl = await serving(() => undefined);
    const controller = new AbortController();
    const call = momentoHttp({ restUrl, key }).get("c", "a", controller.signal);
    controller.abort(new Error("Ctrl-C"));
    await expect(call).rejects.toThrow("Ctrl-C");
  });
});
