import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { publicAddress } from "../../../src/services/checkip/client.ts";

const never = new AbortController().signal;

async function answering(status: number, body: string): Promise<string | undefined> {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  try {
    return await publicAddress(never, `http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
}

describe("the lookup of this machine's address", () => {
  test.each([
    ["an address", 200, "203.0.113.7\n", "203.0.113.7"],
    ["a sign-in page of a hotel", 200, "<html>Welcome</html>", undefined],
    ["a failure", 503, "203.0.113.7", undefined],
    ["an IPv6 address, which MediaLive's CIDRs do not take", 200, "2001:db8::1", undefined],
  ])("takes %s for what it is", async (_name, status, body, expected) => {
    expect(await answering(status, body)).toBe(expected);
  });

  test("is undefined when nobody answers, and when the person leaves", async () => {
    expect(await publicAddress(never, "http://127.0.0.1:1/")).toBeUndefined();
    expect(await publicAddress(AbortSignal.abort(), "http://127.0.0.1:1/")).toBeUndefined();
  });
});
