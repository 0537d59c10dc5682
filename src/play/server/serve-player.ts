import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock } from "../../core/engine/clock.ts";
import { LiveOriginError } from "../../config/failure.ts";
import type { PageFile } from "./page-files.ts";
import { relay, type Relayed } from "./relay.ts";
import { createRequestNotes } from "./request-log.ts";
import { createUpstreamMap } from "./upstream-map.ts";

export type Player = AsyncDisposable & {
  /** `http://127.0.0.1:PORT/`. */
  readonly url: string;
};

type PlayerOptions = {
  readonly playbackUrl: string;
  /** The command that finds what is wrong, as it is typed. */
  readonly verify: string;
  readonly files: ReadonlyMap<string, PageFile>;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** The page may load from this server and from nowhere else; pictures come through Media Source, which needs blob:. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "media-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Milliseconds; a connection that says nothing is not kept. */
const BOUNDS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};

const HEADERS = {
  "content-security-policy": POLICY,
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;

/** Serves the page on loopback, and the stream through this server. Throws PORT_IN_USE. */
export async function servePlayer(options: PlayerOptions): Promise<Player> {
  const { playbackUrl, verify, files, clock, signal } = options;
  const map = createUpstreamMap(playbackUrl);
  const notes = createRequestNotes();
  const source = JSON.stringify({
    playbackUrl: playbackUrl.replace(/[?#].*$/s, ""),
    path: map.path,
    verify,
  });
  const answer = async (path: string, range: string | undefined): Promise<Relayed> => {
    const url = new URL(path, "http://127.0.0.1");
    const file = files.get(url.pathname);
    if (file !== undefined)
      return { status: 200, headers: { "content-type": file.contentType }, body: file.body };
    // Browsers ask for it unasked; there is none.
    if (url.pathname === "/favicon.ico") return { status: 204, headers: {}, body: Buffer.alloc(0) };
    if (url.pathname === "/source") return json(source);
    if (url.pathname === "/requests") {
      const after = Number(url.searchParams.get("after") ?? 0);
      return json(JSON.stringify({ requests: notes.after(after) }));
    }
    if (url.pathname === "/fault") {
      const of = map.addressOf(url.searchParams.get("of") ?? "");
      return json(JSON.stringify({ fault: of === undefined ? "" : notes.faultOf(of) }));
    }
    const address = map.addressOf(path);
    return address === undefined
      ? plain(404, "not found")
      : relay(address, { map, notes, now: clock.now, signal, range });
  };
  const server = createServer(BOUNDS, (request, response) => {
    const refusal = refused(request, server.address());
    const going =
      refusal === undefined
        ? answer(request.url ?? "/", request.headers.range)
        : Promise.resolve(refusal);
    going
      .catch(() => plain(502, "the command is ending"))
      .then((relayed) => send(response, relayed, request.method === "HEAD"))
      .catch(() => response.destroy());
  });
  server.maxConnections = 200;
  await new Promise<void>((listening, failed) => {
    server.once("error", (error) => failed(portProblem(error, options.port)));
    server.listen(options.port, "127.0.0.1", listening);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Another site must not reach this server under a name of its own (DNS rebinding), and nothing is ever sent to it. */
function refused(
  request: IncomingMessage,
  address: string | AddressInfo | null,
): Relayed | undefined {
  const port = portOf(address);
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(request.headers.host ?? "")) return plain(403, "this page is for 127.0.0.1");
  const { origin = `http://${request.headers.host}` } = request.headers;
  const site = request.headers["sec-fetch-site"] ?? "none";
  // A link to the page may be followed from anywhere; what the page loads is loaded by itself alone.
  const isLink = request.headers["sec-fetch-mode"] === "navigate" && request.url === "/";
  const isOwn = hosts.some((host) => origin === `http://${host}`);
  if (!isOwn || !(["none", "same-origin"].includes(site) || isLink))
    return plain(403, "this page answers no other page");
  return request.method === "GET" || request.method === "HEAD"
    ? undefined
    : plain(405, "only GET and HEAD");
}

function send(response: ServerResponse, { status, headers, body }: Relayed, isHead: boolean): void {
  response.writeHead(status, { ...HEADERS, ...headers, "content-length": body.length });
  response.end(isHead ? undefined : body);
}

function json(text: string): Relayed {
  return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(text) };
}

function plain(status: number, text: string): Relayed {
  return { status, headers: { "content-type": "text/plain" }, body: Buffer.from(`${text}\n`) };
}

function portOf(address: string | AddressInfo | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}

function portProblem(error: Error, port: number): unknown {
  if (!("code" in error) || error.code !== "EADDRINUSE") return error;
  return new LiveOriginError({
    code: "PORT_IN_USE",
    message: `Port ${port} on 127.0.0.1 is in use, so the page cannot be served there.`,
    hint: "Choose another one with --port, or leave it out to take a free one.",
    resource: "--port",
    cause: error,
  });
}
