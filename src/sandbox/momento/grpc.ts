import { createServer, type Socket } from "node:net";
import {
  Metadata,
  Server,
  ServerCredentials,
  status,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import type { GatedCall } from "../gate.ts";
import { listenOnLoopback } from "../loopback.ts";
import { type NamedError, Refusal } from "../wire.ts";
import type { World } from "../world.ts";

/** Several times the largest item, so that an item that is too large is told so in Momento's own words. */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const MAX_IDLE_MS = 10 * 60_000;
/** A client of gRPC says at once that it speaks HTTP/2; an idle connection never does. */
const PREFACE_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 500;
/** RFC 9113, section 3.4. */
const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
/** Loopback with any port, or a host of Momento's that the TLS relay stands for. */
const OWN_AUTHORITY =
  /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\]|[\w.-]+\.momentohq\.com)(?::\d{1,5})?$/i;

/** One emulated rpc. Throws {@link Refusal} with gRPC's status names. */
export type Rpc<Request, Response> = {
  readonly answer: (request: Request, metadata: Metadata) => Response | Promise<Response>;
  readonly resource?: (request: Request, metadata: Metadata) => string;
};

/** A service of Momento's public wire types with the rpcs that are emulated; the others answer UNIMPLEMENTED. */
export type GrpcService = {
  readonly definition: ServiceDefinition;
  // The requests differ by rpc; the definition's own deserializer guarantees each type.
  readonly rpcs: Readonly<Record<string, Rpc<never, unknown>>>;
};

type GrpcListener = { readonly port: number; close(): Promise<void> };

/** Serves gRPC without TLS on loopback; every rpc passes the gate. Rejects when the port is in use. */
export async function serveGrpc(
  world: World,
  services: readonly GrpcService[],
  port = 0,
): Promise<GrpcListener> {
  const server = new Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_connection_idle_ms": MAX_IDLE_MS,
  });
  const sockets = new Map<string, Socket>();
  const cut = (peer: string): void => void sockets.get(peer)?.destroy();
  for (const { definition, rpcs } of services)
    server.addService(
      definition,
      Object.fromEntries(
        Object.entries(definition)
          .filter(([, { requestStream, responseStream }]) => !requestStream && !responseStream)
          .map(([name]) => [name, handler({ world, operation: name, rpc: rpcs[name], cut })]),
      ),
    );
  // The listener is ours and not grpc-js's own, because only then a single connection can be cut.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    sockets.set(peer, socket);
    socket.on("close", () => sockets.delete(peer));
    socket.on("error", () => socket.destroy());
    const late = setTimeout(() => socket.destroy(), PREFACE_TIMEOUT_MS);
    late.unref();
    socket.on("close", () => clearTimeout(late));
    void beginsAsHttp2(socket).then((begins) => {
      clearTimeout(late);
      if (begins) injector.injectConnection(socket);
      else socket.destroy();
    });
  });
  listener.maxConnections = MAX_CONNECTIONS;
  const taken = await listenOnLoopback(listener, port);
  return {
    port: taken,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        server.forceShutdown();
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

/** Whether the first bytes are HTTP/2's; browsers do not speak it without TLS. They are put back for the server to read. */
async function beginsAsHttp2(socket: Socket): Promise<boolean> {
  let begun = Buffer.alloc(0);
  for (;;) {
    const chunk = socket.read() as Buffer | null;
    if (chunk !== null) begun = Buffer.concat([begun, chunk]);
    const length = Math.min(begun.length, PREFACE.length);
    if (!begun.subarray(0, length).equals(PREFACE.subarray(0, length))) return false;
    if (length === PREFACE.length) {
      socket.unshift(begun);
      return true;
    }
    if (socket.destroyed || socket.readableEnded) return false;
    await new Promise<void>((resolve) => {
      for (const event of ["readable", "end", "close"]) socket.once(event, resolve);
    });
  }
}

function handler({
  world,
  operation,
  rpc,
  cut,
}: {
  readonly world: World;
  readonly operation: string;
  readonly rpc: Rpc<never, unknown> | undefined;
  readonly cut: (peer: string) => void;
}): UntypedHandleCall {
  return (call: ServerUnaryCall<unknown, unknown>, respond: sendUnaryData<unknown>): void => {
    void gated({ world, operation, rpc, call }).then(
      (outcome) => {
        if (outcome === "drop") cut(call.getPeer());
        else if ("error" in outcome) respond(statusOf(outcome.error));
        else respond(null, outcome.response);
      },
      (error: unknown) => {
        world.log({ service: "momento", operation, status: 500, note: String(error) });
        respond({ code: status.INTERNAL, details: "the sandbox failed" });
      },
    );
  };
}

type Outcome = "drop" | { readonly error: NamedError } | { readonly response: unknown };

async function gated({
  world,
  operation,
  rpc,
  call,
}: {
  readonly world: World;
  readonly operation: string;
  readonly rpc: Rpc<never, unknown> | undefined;
  readonly call: ServerUnaryCall<unknown, unknown>;
}): Promise<Outcome> {
  if (rpc === undefined) {
    world.log({ service: "momento", operation: "unknown", resource: operation, status: 501 });
    return {
      error: { name: "UNIMPLEMENTED", status: 501, message: `${operation} is not emulated` },
    };
  }
  if (!OWN_AUTHORITY.test(call.getHost())) {
    const message = "this sandbox answers under no other name than its own";
    world.log({ service: "momento", operation: "stranger", resource: operation, status: 403 });
    return { error: { name: "PERMISSION_DENIED", status: 403, message } };
  }
  // The definition's deserializer made it: it is the message of this very rpc.
  const request = call.request as never;
  const gate: GatedCall = {
    service: "momento",
    operation,
    resource: rpc.resource?.(request, call.metadata),
  };
  const verdict = await world.gate.before(gate);
  if ("drop" in verdict) {
    world.log({ ...gate, status: 0, note: "dropped before the effect" });
    return "drop";
  }
  const outcome =
    "refuse" in verdict ? { error: verdict.refuse } : await work(rpc, request, call.metadata);
  world.log({ ...gate, status: "error" in outcome ? outcome.error.status : 200 });
  return (await world.gate.after(gate)) === "drop" ? "drop" : outcome;
}

async function work(
  rpc: Rpc<never, unknown>,
  request: never,
  metadata: Metadata,
): Promise<Exclude<Outcome, "drop">> {
  try {
    return { response: await rpc.answer(request, metadata) };
  } catch (error) {
    if (error instanceof Refusal) return { error: error.error };
    throw error;
  }
}

/** Faults may name an HTTP-like error; gRPC clients then see the code that fits its status. */
const BY_STATUS: Readonly<Record<number, status>> = {
  400: status.INVALID_ARGUMENT,
  401: status.UNAUTHENTICATED,
  403: status.PERMISSION_DENIED,
  404: status.NOT_FOUND,
  409: status.ALREADY_EXISTS,
  429: status.RESOURCE_EXHAUSTED,
  503: status.UNAVAILABLE,
  504: status.DEADLINE_EXCEEDED,
};

function statusOf(error: NamedError): { code: status; details: string; metadata: Metadata } {
  const named = Object.entries(status).find(([name]) => name === error.name)?.[1];
  const code = typeof named === "number" ? named : (BY_STATUS[error.status] ?? status.INTERNAL);
  const metadata = new Metadata();
  if (code === status.PERMISSION_DENIED) metadata.set("err", "momento_general_err");
  return { code, details: error.message, metadata };
}
