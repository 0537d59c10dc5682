import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { GatedCall } from "./gate.ts";
import { boundConnections, HTTP_BOUNDS, readBody } from "./http-bounds.ts";
import { accessDenied } from "./caller.ts";
import { closeServer, listenOnLoopback, LOOPBACK } from "./loopback.ts";
import { refusalOfStranger } from "./neighbour.ts";
import { Refusal, type WireAnswer, type WireRequest, type WireService } from "./wire.ts";
import type { World } from "./world.ts";

/** More than any call of the control planes has (API Gateway takes 10 MB). */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
/** A client that is told "too large" may go on for this long before it is cut off. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

export type Listener = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Serves one emulated HTTP service on loopback; port 0 (the default) takes a free one. Rejects when the port is in use. */
export async function serve(
  world: World,
  service: WireService,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Listener> {
  const server = createServer(HTTP_BOUNDS, (request, response) => {
    handle({ world, service, incoming: request, response }).catch((error: unknown) => {
      world.log({ service: service.name, operation: "?", status: 500, note: String(error) });
      if (response.headersSent || request.destroyed) response.destroy();
      else {
        const method = request.method ?? "GET";
        send(world, response, { answer: service.refuse(FAILED), method });
      }
    });
  });
  boundConnections(server);
  const taken = await listenOnLoopback(server, port);
  return {
    url: `http://${LOOPBACK}:${taken}`,
    port: taken,
    close: () => closeServer(server),
  };
}

const FAILED = { name: "InternalFailure", status: 500, message: "The sandbox failed" };
const STRANGER = { name: "AccessDeniedException", status: 403 };
const TOO_LARGE = { name: "RequestEntityTooLargeException", status: 413 };

/**
 * Answers before the body is read. The connection ends with the body, or when the client goes on for too long: ended at
 * once, it would be reset under what is still being sent, and the answer lost.
 */
function turnAway(incoming: IncomingMessage, response: ServerResponse, answer: WireAnswer): void {
  const body = Buffer.from(answer.body ?? "");
  response.writeHead(answer.status, {
    "content-length": body.length,
    ...answer.headers,
    connection: "close",
  });
  response.flushHeaders();
  if (incoming.method !== "HEAD") response.write(body);
  let drained = 0;
  incoming.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > MAX_DRAINED_BYTES) incoming.socket.destroy();
  });
  incoming.once("end", () => response.end());
  incoming.resume();
}

async function handle({
  world,
  service,
  incoming,
  response,
}: {
  readonly world: World;
  readonly service: WireService;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}): Promise<void> {
  const stranger = refusalOfStranger(incoming, service.welcome);
  if (stranger !== undefined) {
    world.log({ service: service.name, operation: "stranger", status: 403, note: stranger });
    const answer = service.refuse({ ...STRANGER, message: stranger });
    // Some services have no 403; to a browser it must be one.
    turnAway(incoming, response, { ...answer, status: 403 });
    return;
  }
  const { maxBodyBytes = MAX_BODY_BYTES } = service;
  const body = await readBody(incoming, maxBodyBytes);
  if (body === undefined) {
    const message = `The request body is longer than ${maxBodyBytes} bytes`;
    world.log({ service: service.name, operation: "?", status: 413, note: message });
    turnAway(incoming, response, { ...service.refuse({ ...TOO_LARGE, message }), status: 413 });
    return;
  }
  const request = readRequest(incoming, body);
  const route = service.route(request);
  if (route === undefined) {
    const answer = service.unknown(request);
    world.log({
      service: service.name,
      operation: "unknown",
      resource: `${request.method} ${request.path}`,
      status: answer.status,
    });
    send(world, response, { answer, method: request.method });
    return;
  }
  const call: GatedCall = {
    service: service.name,
    operation: route.operation,
    resource: route.resource,
  };
  const verdict = await world.gate.before(call);
  if ("drop" in verdict) {
    world.log({ ...call, status: 0, note: "dropped before the effect" });
    incoming.socket.destroy();
    return;
  }
  const answer =
    "refuse" in verdict ? service.refuse(verdict.refuse) : await work(world, service, route);
  world.log({ ...call, status: answer.status });
  if ((await world.gate.after(call)) === "drop") {
    incoming.socket.destroy();
    return;
  }
  send(world, response, { answer, method: request.method });
}

async function work(
  world: World,
  service: WireService,
  route: NonNullable<ReturnType<WireService["route"]>>,
): Promise<WireAnswer> {
  const denied = (route.actions ?? []).find(
    (action) => !world.allows(action, route.resource ?? "*"),
  );
  try {
    if (denied !== undefined)
      throw accessDenied({
        account: world.account,
        action: denied,
        resource: route.resource ?? "*",
      });
    return await route.answer();
  } catch (error) {
    if (error instanceof Refusal) return service.refuse(error.error);
    throw error;
  }
}

function readRequest(incoming: IncomingMessage, body: Buffer): WireRequest {
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const rawQuery = mark < 0 ? "" : target.slice(mark + 1);
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: incoming.headers,
    body,
    remoteAddress: incoming.socket.remoteAddress ?? "",
  };
}

/** The Date is the world's: clients set their clocks by it. */
function send(
  world: World,
  response: ServerResponse,
  { answer, method }: { readonly answer: WireAnswer; readonly method: string },
): void {
  const body = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { "content-length": String(body.length) };
  const date = new Date(world.clock.now()).toUTCString();
  response.writeHead(answer.status, { date, ...length, ...answer.headers });
  response.end(method === "HEAD" || answer.status === 204 ? undefined : body);
}
