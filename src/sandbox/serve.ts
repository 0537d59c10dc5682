import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { GatedCall } from "./gate.ts";
import { Refusal, type WireAnswer, type WireRequest, type WireService } from "./wire.ts";
import type { World } from "./world.ts";

const LOOPBACK = "127.0.0.1";

export type Listener = { readonly url: string; readonly port: number; close(): Promise<void> };

/** Serves one emulated HTTP service on loopback; port 0 (the default) takes a free one. Rejects when the port is in use. */
export async function serve(
  world: World,
  service: WireService,
  { port = 0 }: { readonly port?: number } = {},
): Promise<Listener> {
  const server = createServer((request, response) => {
    void handle(world, service, request, response).catch((error: unknown) => {
      world.log({ service: service.name, operation: "?", status: 500, note: String(error) });
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://${LOOPBACK}:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  world: World,
  service: WireService,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const request = await readRequest(incoming);
  const route = service.route(request);
  if (route === undefined) {
    const answer = service.unknown(request);
    world.log({
      service: service.name,
      operation: "unknown",
      resource: `${request.method} ${request.path}`,
      status: answer.status,
    });
    send(response, answer, request.method);
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
  send(response, answer, request.method);
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
      throw new Refusal({
        name: "AccessDeniedException",
        status: 403,
        message: `User: arn:aws:iam::${world.account}:user/rehearsal is not authorized to perform: ${denied} on resource: ${route.resource ?? "*"}`,
      });
    return await route.answer();
  } catch (error) {
    if (error instanceof Refusal) return service.refuse(error.error);
    throw error;
  }
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const rawQuery = mark < 0 ? "" : target.slice(mark + 1);
  return {
    method: incoming.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    remoteAddress: incoming.socket.remoteAddress ?? "",
  };
}

function send(response: ServerResponse, answer: WireAnswer, method: string): void {
  const body = answer.body === undefined ? Buffer.alloc(0) : Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { "content-length": String(body.length) };
  response.writeHead(answer.status, { ...length, ...answer.headers });
  response.end(method === "HEAD" || answer.status === 204 ? undefined : body);
}
