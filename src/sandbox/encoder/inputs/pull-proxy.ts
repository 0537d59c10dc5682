import { createServer, request as forward, type IncomingMessage } from "node:http";
import { connect, type LookupFunction, type Socket } from "node:net";
import { lookup } from "node:dns";
import { boundConnections, HTTP_BOUNDS } from "../../http-bounds.ts";
import { listenOnLoopback, LOOPBACK } from "../../loopback.ts";
import { isLoopback, isOutOfReach } from "../../reach.ts";

export type PullProxy = {
  /** `http://127.0.0.1:PORT`, for ffmpeg's `http_proxy`. */
  readonly url: string;
  close(): Promise<void>;
};

/**
 * The way out for what ffmpeg pulls. Each connection is judged by the address that it really goes to: a name that leads to
 * this machine, a redirect and a playlist's segments are no way around the rule for input URLs. Nobody but a proxy's client
 * asks with a whole URL, so that no web page gets anything out of it.
 */
export async function startPullProxy(isOwnPort: (port: number) => boolean): Promise<PullProxy> {
  const sockets = new Set<Socket>();
  const mayGo = (host: string, port: number): boolean =>
    !isOutOfReach(host) || (isLoopback(host) && isOwnPort(port));
  const server = createServer(HTTP_BOUNDS, (incoming, response) => {
    const target = targetOf(incoming.url ?? "");
    if (target?.protocol !== "http:" || !mayGo(target.hostname, Number(target.port || "80"))) {
      response.writeHead(403).end();
      return;
    }
    const outgoing = forward(
      {
        host: target.hostname.replace(/^\[|\]$/g, ""),
        port: target.port,
        method: incoming.method,
        path: target.pathname + target.search,
        headers: endToEnd(incoming),
        ...(isLoopback(target.hostname) ? {} : { lookup: lookupInReach }),
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on("error", () => response.destroy());
    response.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  server.on("connect", (incoming: IncomingMessage, socket: Socket) => {
    const target = targetOf(`http://${incoming.url ?? ""}`);
    const port = Number(target?.port || "80");
    socket.on("error", () => socket.destroy());
    if (target === undefined || !mayGo(target.hostname, port)) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    const host = target.hostname.replace(/^\[|\]$/g, "");
    const through = connect({
      host,
      port,
      ...(isLoopback(host) ? {} : { lookup: lookupInReach }),
    });
    through.on("error", () => socket.destroy());
    through.on("close", () => socket.destroy());
    socket.on("close", () => through.destroy());
    through.once("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(through).pipe(socket);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  boundConnections(server);
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://${LOOPBACK}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function targetOf(url: string): URL | undefined {
  return URL.canParse(url) ? new URL(url) : undefined;
}

function endToEnd({ headers }: IncomingMessage): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || name.startsWith("proxy-") ? [] : [[name, value]],
    ),
  );
}

/** Resolves as ever and refuses what leads to this machine or network. */
const lookupInReach: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found = (addresses ?? []).filter(({ address }) => !isOutOfReach(address));
    const [first] = found;
    if (error !== null || first === undefined)
      done(error ?? new Error("the name leads to this machine or network"), "", 4);
    else if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  });
};
