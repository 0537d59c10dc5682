import { connect as connectHttp2 } from "node:http2";
import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox, type LogLine, type RunningSandbox } from "../../src/sandbox/index.ts";
import { startEdge } from "../../src/sandbox/edge/edge.ts";
import type { RunningEdge } from "../../src/sandbox/edge/running-edge.ts";
import { testWorld } from "./support/test-world.ts";

let sandbox: RunningSandbox;
let edge: RunningEdge;
const lines: LogLine[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ latency: "instant", rtmpPort: 0, tls: true, log: logged });
  edge = await startEdge(testWorld(), { distributionId: "E123" });
});
afterAll(async () => {
  await edge.close();
  await sandbox.close();
});

function logged(line: LogLine): void {
  lines.push(line);
}

/** Every listener that speaks HTTP/1.1: a new endpoint is here by itself. */
function httpPorts(): readonly (readonly [string, number])[] {
  const { momentoGrpc: _notHttp1, ...http } = sandbox.endpoints;
  return [
    ...Object.entries({ ...http, pattern: sandbox.defaults.input.url }).map(
      ([name, url]) => [name, Number(new URL(url).port)] as const,
    ),
  ];
}

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]> };

function ask(
  port: number,
  headers: Readonly<Record<string, string>>,
  { method = "GET", path = "/" } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, method, path, headers, setHost: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    })
      .on("error", reject)
      .end();
  });
}

/** What comes back for raw bytes until the connection is closed. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let said = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    socket.on("data", (chunk) => (said += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(said));
  });
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

test("refuses every method under a name that is not its own, on every port", async () => {
  const ports = [...httpPorts(), ["edge", Number(edge.domainName.split(":")[1])] as const];
  expect(ports.length).toBeGreaterThan(8);
  for (const [name, port] of ports)
    for (const method of METHODS)
      for (const host of [
        "evil.example",
        `evil.example:${port}`,
        `127.0.0.1.evil.example:${port}`,
        `localhost.evil.example`,
        `evil.example@127.0.0.1:${port}`,
        "momentohq.com.evil.example",
        "169.254.169.254",
        "0.0.0.0",
        "",
      ])
        expect([name, method, host, (await ask(port, { host }, { method })).status]).toEqual([
          name,
          method,
          host,
          403,
        ]);
});

test("refuses what a web page of another origin sends, on every port of a service", async () => {
  for (const [name, port] of httpPorts())
    for (const method of METHODS)
      for (const page of [
        { origin: "https://evil.example" },
        { origin: "null" },
        { origin: "http://localhost:3000" },
        { origin: `http://127.0.0.1.evil.example:${port}` },
        { origin: `https://127.0.0.1:${port}` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { "sec-fetch-site": "cross-site", origin: `http://127.0.0.1:${port}` },
      ]) {
        const answer = await ask(port, { host: `127.0.0.1:${port}`, ...page }, { method });
        expect([name, method, page, answer.status]).toEqual([name, method, page, 403]);
        expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
      }
});

test("answers its own names with any port: a proxy that records may stand between", async () => {
  const control = Number(new URL(sandbox.endpoints.control).port);
  for (const host of [`127.0.0.1:${control}`, "localhost:9", `LOCALHOST:${control}`, "[::1]:9"])
    expect((await ask(control, { host })).status).toBe(200);
  const own = { host: `127.0.0.1:${control}`, origin: `http://127.0.0.1:${control}` };
  expect((await ask(control, { ...own, "sec-fetch-site": "same-origin" })).status).toBe(200);
  expect((await ask(control, { host: own.host, "sec-fetch-site": "none" })).status).toBe(200);
});

test("refuses two Host headers, none, and another name in the request line", async () => {
  const control = Number(new URL(sandbox.endpoints.control).port);
  const own = `Host: 127.0.0.1:${control}\r\n`;
  const end = "Connection: close\r\n\r\n";
  expect(await raw(control, `GET / HTTP/1.1\r\n${own}Host: evil.example\r\n${end}`)).toMatch(
    /^HTTP\/1.1 4\d\d/,
  );
  expect(await raw(control, `GET / HTTP/1.0\r\n${end}`)).toMatch(/^HTTP\/1.1 4\d\d/);
  expect(await raw(control, `GET http://evil.example/ HTTP/1.1\r\n${own}${end}`)).toMatch(
    /^HTTP\/1.1 403/,
  );
  expect(
    await raw(
      control,
      `GET / HTTP/1.1\r\n${own}Origin: https://evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n`,
    ),
  ).toMatch(/^HTTP\/1.1 403/);
});

test("no page arms a fault, and the log says that one tried", async () => {
  const control = Number(new URL(sandbox.endpoints.control).port);
  const fault = "medialive:CreateChannel refuse 2 TooManyRequestsException";
  for (const method of ["POST", "PUT"])
    await raw(
      control,
      `${method} /faults HTTP/1.1\r\nHost: 127.0.0.1:${control}\r\nOrigin: null\r\nContent-Type: text/plain\r\nContent-Length: ${fault.length}\r\nConnection: close\r\n\r\n${fault}`,
    );
  const { faults } = (await (await fetch(`${sandbox.endpoints.control}/faults`)).json()) as {
    faults: unknown[];
  };
  expect(faults).toEqual([]);
  expect(lines.filter(({ operation }) => operation === "stranger")).not.toEqual([]);
});

describe("a stream is read from any page, as CORS says; nothing else is", () => {
  const player = { origin: "http://localhost:3000", "sec-fetch-site": "same-site" };

  test("at the edge", async () => {
    const port = Number(edge.domainName.split(":")[1]);
    const host = edge.domainName;
    // Not deployed yet: the answer comes from the distribution and not from the door.
    for (const method of ["GET", "OPTIONS"]) {
      const text = await raw(
        port,
        `${method} /x HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${player.origin}\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toContain("not deployed");
    }
    for (const method of ["POST", "PUT", "DELETE"]) {
      const text = await raw(
        port,
        `${method} /x HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${player.origin}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      expect(text).toContain("web pages of other origins");
    }
  });

  test("at Momento's HTTP data API, with a key", async () => {
    const port = Number(new URL(sandbox.endpoints.momentoRest).port);
    const headers = { host: `127.0.0.1:${port}`, ...player };
    const path = "/cache/none/item?key=1";
    expect((await ask(port, headers, { path })).status).toBe(401);
    const preflight = await ask(port, headers, { method: "OPTIONS", path });
    expect(preflight.status).toBe(204);
    for (const method of ["PUT", "DELETE", "POST"])
      expect((await ask(port, headers, { method, path })).status).toBe(403);
  });
});

describe("Momento's gRPC port", () => {
  const port = (): number => Number(sandbox.endpoints.momentoGrpc.split(":")[1]);

  test("closes what is not HTTP/2", async () => {
    expect(await raw(port(), "POST / HTTP/1.1\r\nHost: evil.example\r\n\r\n")).toBe("");
  });

  test("refuses an authority that is not its own", async () => {
    const statusAt = (authority: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const session = connectHttp2(`http://127.0.0.1:${port()}`);
        session.on("error", reject);
        const stream = session.request({
          ":method": "POST",
          ":path": "/control_client.ScsControl/ListCaches",
          ":authority": authority,
          "content-type": "application/grpc",
          te: "trailers",
        });
        let status = "";
        const note = (headers: Readonly<Record<string, unknown>>): void => {
          const found = headers["grpc-status"];
          if (typeof found === "string") status = found;
        };
        stream.on("response", note);
        stream.on("trailers", note);
        stream.on("close", () => {
          session.close();
          resolve(status);
        });
        stream.resume();
        stream.end(Buffer.alloc(5));
      });
    expect(await statusAt("evil.example")).toBe("7");
    expect(await statusAt(`127.0.0.1:${port()}`)).toBe("16");
  });
});
