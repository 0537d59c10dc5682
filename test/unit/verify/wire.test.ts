import { createServer, type Server } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { judgeAnswers } from "../../../src/verify/stream/judge-answers.ts";
import { ask } from "../../../src/verify/stream/wire.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A server that does with a connection what it is told. */
async function portOf(onConnection: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer({}, onConnection);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

async function codeOf(address: string, timeoutMs = 60_000): Promise<string> {
  const options = { clock: Date, signal: new AbortController().signal, timeoutMs };
  const [fault] = judgeAnswers([await ask(address, options)]);
  expect(fault?.severity).toBe("fail");
  return `${fault?.code ?? ""}: ${fault?.saw ?? ""}`;
}

test("a name that the DNS does not know", async () => {
  expect(await codeOf("http://nobody.invalid/x.m3u8")).toMatch(/^NAME_UNKNOWN: .*nobody\.invalid/);
});

test("a port at which nothing listens", async () => {
  const port = await portOf(() => undefined);
  await new Promise((done) => servers.splice(0)[0]?.close(done));
  expect(await codeOf(`http://127.0.0.1:${port}/x.m3u8`)).toMatch(
    /^CONNECTION_REFUSED: .*ECONNREFUSED/,
  );
});

test("TLS that does not come about", async () => {
  const port = await portOf((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  expect(await codeOf(`https://127.0.0.1:${port}/x.m3u8`)).toMatch(/^TLS_FAILS: /);
});

test("a server that takes the connection and says nothing", async () => {
  const port = await portOf((socket) => socket.unref());
  expect(await codeOf(`http://127.0.0.1:${port}/x.m3u8`, 300)).toMatch(/^NO_ANSWER_IN_TIME: /);
});

test("an answer that breaks off", async () => {
  const port = await portOf((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", () => socket.destroy());
  });
  expect(await codeOf(`http://127.0.0.1:${port}/x.m3u8`)).toMatch(/^ANSWER_CUT: /);
});

test.each([
  ["bytes 0-9/100", { offset: 0, length: 10 }, undefined],
  ["bytes 0-9/100", { offset: 10, length: 10 }, "asked for bytes=10-19, got bytes 0-9/100"],
  ["bytes 0-9/100", undefined, "asked for the whole, got bytes 0-9/100"],
  ["bytes 0-99/100", undefined, undefined],
])("a part that comes as %s", async (came, range, text) => {
  const answer = new Response("0123456789", { status: 206, headers: { "content-range": came } });
  const open = () => Promise.resolve(answer);
  const options = { clock: Date, signal: new AbortController().signal, range, open };
  const { trouble } = await ask("http://host/a.ts", options);
  expect(trouble?.text).toBe(text);
});
