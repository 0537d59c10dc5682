import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { boundConnections, HTTP_BOUNDS } from "../http-bounds.ts";
import { closeServer, listenOnLoopback, LOOPBACK } from "../loopback.ts";
import { refusalOfStranger } from "../neighbour.ts";
import type { World } from "../world.ts";
import { type AnswerViewer, createAnswerer } from "./answer-viewer.ts";
import { normalisePath } from "./path-match.ts";
import { createObjectCache } from "./object-cache.ts";
import { createObjectSource } from "./object-source.ts";
import { createOriginClient } from "./origin-client.ts";
import { errorReply, type Reply } from "./reply.ts";
import { createRequestIds } from "./request-ids.ts";
import type { EdgeIdentity, RunningEdge } from "./running-edge.ts";
import type { ViewerRequest } from "./viewer-request.ts";

/** The edge location that this one pretends to be. */
const POP = "SBX50-C1";

/** Players on any site read a stream, which CORS decides about; they send nothing that changes one. */
const WELCOME = {
  pages: ({ method = "" }: IncomingMessage) => /^(GET|HEAD|OPTIONS)$/.test(method),
};

type EdgeOptions = {
  /** Bound of the cache in bytes; 256 MiB by default. */
  readonly maxCacheBytes?: number;
  /** Fixed port; any free one by default. */
  readonly port?: number;
};

/** Starts the edge of one distribution on a loopback port, which is its domain name. Rejects when the port is taken. */
export async function startEdge(
  world: World,
  { distributionId, originCa }: EdgeIdentity,
  { maxCacheBytes = 256 * 1024 * 1024, port = 0 }: EdgeOptions = {},
): Promise<RunningEdge> {
  const via = `1.1 ${randomBytes(16).toString("hex")}.cloudfront.net (CloudFront)`;
  const nextRequestId = createRequestIds();
  const cache = createObjectCache(maxCacheBytes, () => world.clock.now());
  const client = createOriginClient(world.clock, originCa);
  const obtain = createObjectSource(world.clock, cache, client);
  let answer: AnswerViewer = async (_viewer, _body, { requestId }) =>
    errorReply({
      status: 403,
      reason: "The distribution is not deployed to this edge yet.",
      requestId,
    });
  let domainName = LOOPBACK;

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = nextRequestId();
    const viewer = readViewer(incoming);
    const stranger = refusalOfStranger(incoming, WELCOME);
    const context = { distributionDomainName: domainName, distributionId, requestId };
    const reply =
      stranger === undefined
        ? await answer(viewer, incoming, context)
        : errorReply({ status: 403, reason: stranger, requestId });
    if (reply.result !== "Hit")
      world.log({
        service: "edge",
        operation: viewer.method,
        resource: viewer.path,
        status: reply.status,
        note: reply.result,
      });
    send({
      reply,
      viewer,
      response,
      marks: [
        ["X-Cache", `${reply.result} from cloudfront`],
        ["Via", via],
        ["X-Amz-Cf-Pop", POP],
        ["X-Amz-Cf-Id", requestId],
      ],
    });
  };
  const server = createServer(HTTP_BOUNDS, (incoming, response) => {
    void handle(incoming, response).catch(() => response.destroy());
  });
  boundConnections(server);
  domainName = `${LOOPBACK}:${await listenOnLoopback(server, port)}`;
  return {
    domainName,
    deploy(config) {
      answer = createAnswerer({ config, via, clock: world.clock, obtain });
    },
    invalidate(paths) {
      cache.drop((key) => {
        const [, path = "", query = ""] = key.split("\n");
        const object = normalisePath(path) + (query === "" ? "" : `?${query}`);
        return paths.some((one) => covers(one, object));
      });
    },
    bytes: () => cache.bytes,
    close() {
      client.close();
      return closeServer(server);
    },
  };
}

/** An invalidation path covers one object, or with a `*` at its end all that begin like it. */
function covers(path: string, object: string): boolean {
  return path.endsWith("*") ? object.startsWith(path.slice(0, -1)) : object === path;
}

function readViewer(incoming: IncomingMessage): ViewerRequest {
  const target = (incoming.url ?? "/").replace(/^https?:\/\/[^/?]*/i, "") || "/";
  const mark = target.indexOf("?");
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery: mark < 0 ? "" : target.slice(mark + 1),
    headers,
    ip: incoming.socket.remoteAddress ?? LOOPBACK,
    httpVersion: incoming.httpVersion,
  };
}

function send({
  reply,
  viewer,
  response,
  marks,
}: {
  readonly reply: Reply;
  readonly viewer: ViewerRequest;
  readonly response: ServerResponse;
  readonly marks: readonly (readonly [string, string])[];
}): void {
  const { body, status } = reply;
  const bare = viewer.method === "HEAD" || status === 204 || status === 304;
  const hasLength = reply.headers.some(([name]) =>
    /^(content-length|transfer-encoding)$/i.test(name),
  );
  const length = Buffer.isBuffer(body) ? body.length : body === undefined ? 0 : undefined;
  const flat = [...reply.headers, ...marks].flat();
  // An answer to HEAD has no body to measure: without the origin's word its length is not known.
  const unknown = viewer.method === "HEAD" && length === 0;
  if (!hasLength && !unknown && length !== undefined && status !== 204 && status !== 304)
    flat.push("Content-Length", String(length));
  if (reply.reason === undefined || reply.reason === "") response.writeHead(status, flat);
  else response.writeHead(status, reply.reason, flat);
  if (body === undefined || Buffer.isBuffer(body)) response.end(bare ? undefined : body);
  else if (bare) {
    body.resume();
    response.end();
  } else {
    body.once("error", () => response.destroy());
    response.once("close", () => body.destroy());
    body.pipe(response);
  }
}
