import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";
import type { Readable } from "node:stream";
import type { SandboxClock } from "../clock.ts";
import { createDeadlines, type SetDeadline } from "../deadlines.ts";
import type { EdgeOrigin } from "./edge-config.ts";
import type { OriginRequest } from "./origin-request.ts";
import type { Header } from "./reply.ts";
import { HOP_BY_HOP } from "./viewer-request.ts";

export type OriginAnswer = {
  readonly status: number;
  readonly reason: string | undefined;
  /** Without the fields that concern one connection only. */
  readonly headers: readonly Header[];
  readonly body: Readable;
};

/** The origin could not be reached (502) or did not answer in time (504). */
export class OriginFailure extends Error {
  readonly status: 502 | 504;
  constructor(status: 502 | 504, message: string) {
    super(message);
    this.status = status;
  }
}

export type OriginClient = {
  /** Rejects with {@link OriginFailure}. */
  ask(
    origin: EdgeOrigin,
    request: OriginRequest,
    body: Readable | undefined,
  ): Promise<OriginAnswer>;
  close(): void;
};

/** Asks origins over kept-alive connections, with CloudFront's attempts and timeouts. */
export function createOriginClient(
  clock: SandboxClock,
  originCa: string | undefined,
): OriginClient {
  const closing = new AbortController();
  const setDeadline = createDeadlines(clock, closing.signal);
  const plain = new http.Agent({ keepAlive: true });
  const secure = new https.Agent({
    keepAlive: true,
    ...(originCa === undefined ? {} : { ca: originCa }),
  });
  return {
    async ask(origin, request, body) {
      const agent = origin.https ? secure : plain;
      // A body can be read once only, so a request that has one is not repeated.
      const attempts = body === undefined ? origin.connectionAttempts : 1;
      for (let attempt = 1; ; attempt++) {
        try {
          return await askOnce({ setDeadline, agent, origin, request, body });
        } catch (error) {
          if (error instanceof OriginFailure && attempt >= attempts) throw error;
          // A kept connection that the origin had closed says nothing about the origin.
        }
      }
    },
    close() {
      closing.abort();
      plain.destroy();
      secure.destroy();
    },
  };
}

class StaleConnection extends Error {}

function askOnce({
  setDeadline,
  agent,
  origin,
  request,
  body,
}: {
  readonly setDeadline: SetDeadline;
  readonly agent: http.Agent;
  readonly origin: EdgeOrigin;
  readonly request: OriginRequest;
  readonly body: Readable | undefined;
}): Promise<OriginAnswer> {
  return new Promise((resolve, reject) => {
    const send = origin.https ? https.request : http.request;
    const outgoing: ClientRequest = send({
      agent,
      host: origin.domainName,
      port: origin.port,
      method: request.method,
      path: request.target,
      headers: request.headers,
    });
    let fate: OriginFailure | undefined;
    const giveUp = (status: 502 | 504, message: string) => (): void => {
      fate = new OriginFailure(status, message);
      outgoing.destroy(fate);
    };
    const connecting = setDeadline(
      origin.connectionTimeoutSeconds * 1000,
      giveUp(504, "The connection to the origin timed out."),
    );
    const reading = setDeadline(
      origin.readTimeoutSeconds * 1000,
      giveUp(504, "The origin did not answer in time."),
    );
    outgoing.once("socket", (socket) => {
      if (!socket.connecting) connecting.cancel();
      else socket.once("connect", connecting.cancel);
    });
    outgoing.once("close", () => {
      connecting.cancel();
      reading.cancel();
    });
    outgoing.once("error", (error) => {
      const stale = outgoing.reusedSocket && fate === undefined && body === undefined;
      reject(fate ?? (stale ? new StaleConnection() : new OriginFailure(502, error.message)));
    });
    outgoing.once("response", (incoming) => {
      reading.touch();
      incoming.on("data", reading.touch);
      incoming.pause();
      resolve({
        status: incoming.statusCode ?? 502,
        reason: incoming.statusMessage,
        headers: endToEnd(incoming),
        body: incoming,
      });
    });
    if (body === undefined) outgoing.end();
    else body.pipe(outgoing);
  });
}

function endToEnd({ rawHeaders }: IncomingMessage): readonly Header[] {
  const headers: Header[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (!HOP_BY_HOP.has(name.toLowerCase())) headers.push([name, rawHeaders[index + 1] ?? ""]);
  }
  return headers;
}
