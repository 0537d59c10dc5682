import { auth, cache, control } from "@gomomento/generated-types";
import {
  Server,
  ServerCredentials,
  type sendUnaryData,
  type ServiceDefinition,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";

/** What an rpc is answered with. Connections that are cut are the faults' business: gRPC waits a second before it dials again. */
export type GrpcLie =
  | { readonly bytes: Uint8Array }
  | { readonly code: number; readonly details: string };

export type LyingMomento = {
  readonly target: string;
  /** Asked for each rpc with its name. */
  answer: (rpc: string) => GrpcLie;
  close(): Promise<void>;
};

const DEFINITIONS = [
  control.control_client.UnimplementedScsControlService.definition,
  cache.cache_client.UnimplementedScsService.definition,
  auth.auth.UnimplementedAuthService.definition,
] as unknown as readonly ServiceDefinition[];

/** A gRPC server with Momento's rpcs that answers whatever it is told to. */
export async function lyingMomento(): Promise<LyingMomento> {
  const server = new Server();
  const sockets = new Set<Socket>();
  const handler =
    (rpc: string) =>
    (_call: unknown, done: sendUnaryData<Uint8Array>): void => {
      const told = momento.answer(rpc);
      if ("bytes" in told) done(null, told.bytes);
      else done({ name: "Error", message: told.details, code: told.code, details: told.details });
    };
  for (const definition of DEFINITIONS) {
    const unary = Object.entries(definition).filter(
      ([, { requestStream, responseStream }]) => !requestStream && !responseStream,
    );
    server.addService(
      Object.fromEntries(
        unary.map(([name, rpc]) => [
          name,
          {
            ...rpc,
            requestDeserialize: (bytes: Buffer) => bytes,
            responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
          },
        ]),
      ),
      Object.fromEntries(unary.map(([name]) => [name, handler(name) as UntypedHandleCall])),
    );
  }
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const listener = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    injector.injectConnection(socket);
  });
  await new Promise<void>((done) => listener.listen(0, "127.0.0.1", done));
  const momento: LyingMomento = {
    target: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    answer: () => ({ bytes: new Uint8Array() }),
    close: () =>
      new Promise((done) => {
        listener.close(() => done());
        server.forceShutdown();
        for (const socket of sockets) socket.destroy();
      }),
  };
  return momento;
}
