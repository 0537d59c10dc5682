import { createServer, request as forward, type IncomingMessage } from "node:http";
import { connect, type LookupFunction, type Socket } from "node:net";
import { lookup } from "node:dns";
import { boundConnections, HTTP_BOUNDS } from "../../http-bounds.ts";
import { listenOnLoopback, LOOPBACK } from "../../loopback.ts";
import { isLoopback, isOutOfReach } from "../../reach.ts";

export type PullProxy = {
  /** `http://127.0.0.1:PORT`, for ffmpeg's `http_proxy`. */
  readonly url: string;
  /** Why the last way out led nowhere, which ffmpeg is not told; undefined when it led somewhere. */
  failure(): string | undefined;
  close(): Promise<void>;
};

/**
 * The way out for what ffmpeg pulls. Each connection is judged by the address that it really goes to: a name that leads to
 * this machine, a redirect and a playlist's segments are no way around the rule for input URLs. Nobody but a proxy's client
 * asks with a whole URL, so that no web page gets anything out of it.
 */
export async function startPullProxy(isOwnPort: (port: number) => boolean): Promise<PullProxy> {
  const sockets = new Set<Socket>();
  let failure: string | undefined;
  let redirects = 0;
  const mayGo = (host: string, port: number): boolean => {
    const may = !isOutOfReach(host) || (isLoopback(host) && isOwnPort(port));
    if (!may) failure = OUT_OF_REACH;
    return may;
  };
  const failed = ({ code = "" }: NodeJS.ErrnoException): void => {
    failure = FAILURES.find(([pattern]) => pattern.test(code))?.[1];
  };
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
        const { statusCode = 0 } = answer;
        redirects = statusCode >= 300 && statusCode < 400 ? redirects + 1 : 0;
        failure =
          redirects < MOST_REDIRECTS ? undefined : "the address of the input redirects in a circle";
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    outgoing.on("error", (error) => {
      // Hung up by ourselves, where ffmpeg wants no more.
      if (!response.destroyed) failed(error);
      response.destroy();
    });
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
    through.on("error", (error) => {
      if (!socket.destroyed) failed(error);
      socket.destroy();
    });
    through.on("close", () => socket.destroy());
    socket.on("close", () => through.destroy());
    through.once("connect", () => {
      failure = undefined;
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
    failure: () => failure,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** ffmpeg follows eight. */
const MOST_REDIRECTS = 8;
const OUT_OF_REACH = "the address of the input leads to this machine or its network";
const FAILURES: readonly (readonly [RegExp, string])[] = [
  [/ENOTFOUND|EAI_|ENODATA/, "the host name of the input cannot be resolved"],
  [/ECONNREFUSED/, "nobody listens at the address of the input: connection refused"],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/, "the address of the input does not answer in time"],
  [/ECONNRESET|EPIPE/, "the address of the input takes connections and breaks them off"],
  [/OUT_OF_REACH/, OUT_OF_REACH],
];

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
      done(error ?? Object.assign(new Error(OUT_OF_REACH), { code: "OUT_OF_REACH" }), "", 4);
    else if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  });
};
