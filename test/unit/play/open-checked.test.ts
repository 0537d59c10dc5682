import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, expect, test, vi } from "vitest";
import { isLocalHost } from "../../../src/play/server/local-host.ts";
import { openChecked } from "../../../src/play/server/open-checked.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function portOf(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer({}, answer);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

const asked = (milliseconds = 5_000) => [{}, AbortSignal.timeout(milliseconds)] as const;
const leadsTo = (...addresses: string[]) => ({
  resolve: vi.fn(() => Promise.resolve([{ address: addresses.shift() ?? "127.0.0.1", family: 4 }])),
  isLocal: isLocalHost,
});

test("a name that leads to this machine is not asked", async () => {
  const hit = vi.fn();
  const port = await portOf(hit);
  const address = `http://rebound.example:${port}/a.m3u8`;
  expect(await openChecked(address, asked(), leadsTo("127.0.0.1"))).toBeUndefined();
  expect(await openChecked(address, asked(), leadsTo("10.1.2.3"))).toBeUndefined();
  expect(await openChecked(`http://127.1:${port}/`, asked())).toBeUndefined();
  expect(hit).not.toHaveBeenCalled();
});

test("a name is looked up once, and what it leads to afterwards is never reached", async () => {
  const hit = vi.fn();
  const port = await portOf(hit);
  // An address of a network for documentation (RFC 5737): nothing answers there.
  const where = leadsTo("203.0.113.9", "127.0.0.1", "127.0.0.1");
  const going = openChecked(`http://rebound.example:${port}/a.m3u8`, asked(300), where);
  await expect(going).rejects.toThrow();
  expect(where.resolve).toHaveBeenCalledTimes(1);
  expect(hit).not.toHaveBeenCalled();
});

test("what comes is unpacked, and the whole of it", async () => {
  const port = await portOf((request, response) => {
    const name = (request.url ?? "").slice(1);
    const body = { gzip: gzipSync("a list"), br: brotliCompressSync("a list") }[name] ?? "a list";
    response.writeHead(200, name === "" ? {} : { "content-encoding": name }).end(body);
  });
  const where = { ...leadsTo(), isLocal: () => false };
  for (const name of ["", "gzip", "br"]) {
    const response = await openChecked(`http://a.example:${port}/${name}`, asked(), where);
    expect([response?.status, await response?.text()]).toEqual([200, "a list"]);
  }
  expect(where.resolve).toHaveBeenCalledTimes(3);
});
