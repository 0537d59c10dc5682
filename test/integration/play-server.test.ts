import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { servePlayer, type Player } from "../../src/play/server/serve-player.ts";
import { realClock } from "../../src/context.ts";

let edge: Server;
let player: Player;
let secretUrl = "";
let secretAsked = 0;
let other: Server;
const seen: { readonly url: string; readonly headers: Record<string, unknown> }[] = [];

beforeEach(async () => {
  seen.length = 0;
  secretAsked = 0;
  other = createServer((_request, response) => {
    secretAsked += 1;
    response.end("secret of another port");
  });
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  secretUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}/secret`;
  edge = createServer(({ url = "", headers }, response) => {
    seen.push({ url, headers });
    if (url.startsWith("/moved")) response.writeHead(302, { location: "/playlist.m3u8" }).end();
    else if (url.startsWith("/away")) response.writeHead(302, { location: secretUrl }).end();
    else if (url.startsWith("/evil")) response.end(`#EXTM3U\n${secretUrl}\n`);
    else if (url.startsWith("/gone")) response.destroy();
    else {
      response.setHeader("x-cache", "Hit from cloudfront");
      response.setHeader("age", "3");
      response.end(url.endsWith(".ts") ? "segment" : "#EXTM3U\nlow.m3u8?token=secret\n");
    }
  });
  await new Promise<void>((done) => edge.listen(0, "127.0.0.1", done));
  player = await serve("/playlist.m3u8?token=secret");
});
afterEach(async () => {
  await player[Symbol.asyncDispose]();
  edge.closeAllConnections();
  edge.close();
  other.closeAllConnections();
  other.close();
});

function serve(path: string): Promise<Player> {
  const { port } = edge.address() as AddressInfo;
  return servePlayer({
    playbackUrl: `http://127.0.0.1:${port}${path}`,
    verify: "live-origin verify",
    files: new Map([["/", { contentType: "text/html", body: Buffer.from("page") }]]),
    port: 0,
    clock: realClock,
    signal: new AbortController().signal,
  });
}

async function notes(): Promise<readonly Record<string, unknown>[]> {
  const { requests } = (await (await fetch(`${player.url}requests?after=0`)).json()) as {
    requests: Record<string, unknown>[];
  };
  return requests;
}

test("hands the stream on and notes hit, age, size and time, without a key", async () => {
  const source = (await (await fetch(`${player.url}source`)).json()) as Record<string, string>;
  expect(source["playbackUrl"]).not.toContain("secret");
  const master = await fetch(new URL(source["path"] ?? "", player.url));
  expect(await master.text()).toBe("#EXTM3U\n/from/0/low.m3u8?token=secret\n");
  expect(await (await fetch(`${player.url}from/0/1.ts`)).text()).toBe("segment");
  expect(await notes()).toEqual([
    expect.objectContaining({
      number: 1,
      name: "playlist.m3u8",
      status: 200,
      xCache: "Hit from cloudfront",
      ageSeconds: 3,
    }),
    expect.objectContaining({ number: 2, name: "1.ts", bytes: 7 }),
  ]);
  expect(JSON.stringify(await notes())).not.toContain("secret");
});

test("sends a strict policy with everything", async () => {
  for (const path of ["", "source", "from/0/1.ts", "nothing"]) {
    const { headers } = await fetch(`${player.url}${path}`);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    expect(headers.get("content-security-policy")).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});

test("sends nothing of the browser's to the edge", async () => {
  await fetch(`${player.url}from/0/1.ts`, {
    headers: { cookie: "a=b", authorization: "x", referer: "http://x" },
  });
  expect(seen[0]?.headers).not.toHaveProperty("cookie");
  expect(seen[0]?.headers).not.toHaveProperty("authorization");
  expect(seen[0]?.headers).not.toHaveProperty("referer");
});

test("follows a redirect itself, and says when nothing answers", async () => {
  expect((await fetch(`${player.url}from/0/moved`)).status).toBe(200);
  expect((await fetch(`${player.url}from/0/gone`)).status).toBe(504);
  expect((await notes()).map(({ status }) => status)).toEqual([200, 0]);
});

test("answers only under its own name, and only to reads", async () => {
  const { port } = new URL(player.url);
  const status = (method: string, host: string) =>
    new Promise<number | undefined>((done, failed) => {
      request({ port, method, path: "/", headers: { host } }, (response) => {
        response.resume();
        done(response.statusCode);
      })
        .on("error", failed)
        .end();
    });
  expect(await status("GET", `127.0.0.1:${port}`)).toBe(200);
  expect(await status("GET", `localhost:${port}`)).toBe(200);
  expect(await status("GET", "evil.example")).toBe(403);
  expect(await status("POST", `127.0.0.1:${port}`)).toBe(405);
  expect((await fetch(`${player.url}from/1/x`)).status).toBe(404);
});

test("says which port is taken", async () => {
  const { port } = new URL(player.url);
  const again = servePlayer({
    playbackUrl: "http://127.0.0.1/",
    verify: "live-origin verify",
    files: new Map(),
    port: Number(port),
    clock: realClock,
    signal: new AbortController().signal,
  });
  await expect(again).rejects.toMatchObject({ code: "PORT_IN_USE" });
});

test("is no way to another port of this machine, by a playlist or by a redirect", async () => {
  const evil = await (await fetch(`${player.url}from/0/evil`)).text();
  expect(evil).toBe("#EXTM3U\n/not-handed-on\n");
  expect((await fetch(`${player.url}not-handed-on`)).status).toBe(404);
  expect((await fetch(`${player.url}from/1/secret`)).status).toBe(404);
  const away = await fetch(`${player.url}from/0/away`);
  expect([away.status, await away.text()]).toEqual([504, "no answer from the edge\n"]);
  expect(secretAsked).toBe(0);
});

test("answers no page but its own", async () => {
  const { port } = new URL(player.url);
  const own = `127.0.0.1:${port}`;
  const status = (path: string, headers: Readonly<Record<string, string>>) =>
    new Promise<number | undefined>((done, failed) => {
      request({ port, path, headers: { host: own, ...headers } }, (response) => {
        response.resume();
        done(response.statusCode);
      })
        .on("error", failed)
        .end();
    });
  for (const path of ["/", "/source", "/requests", "/from/0/1.ts"]) {
    for (const origin of ["https://evil.example", "null", "http://localhost:3000"])
      expect(await status(path, { origin })).toBe(403);
    expect(await status(path, { "sec-fetch-site": "cross-site" })).toBe(403);
    expect(await status(path, { "sec-fetch-site": "same-site" })).toBe(403);
    expect(await status(path, { origin: `http://${own}` })).toBe(200);
  }
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  expect(await status("/", link)).toBe(200);
  expect(await status("/source", link)).toBe(403);
});
