import { connect, type Socket } from "node:net";
import {
  createSecureContext,
  createServer,
  type SecureContext,
  type Server,
  type TLSSocket,
} from "node:tls";
import type { Authority } from "./certificate.ts";

/** Where the plain text of a connection goes, and the one protocol that is spoken there. */
export type Backend = { readonly port: number; readonly protocol: "h2" | "http/1.1" };

/**
 * Ends TLS with a certificate for whatever name the client asks for, and hands the plain bytes to the backend of that
 * name. It does not listen: connections are given to it.
 */
export function createRelay(
  authority: Authority,
  backendOf: (serverName: string) => Backend | undefined,
): { take(socket: Socket): void; close(): void } {
  const contexts = new Map<string, SecureContext>();
  const contextFor = (name: string): SecureContext => {
    const known = contexts.get(name);
    if (known !== undefined) return known;
    const { certificate, key } = authority.issue([name]);
    const context = createSecureContext({ cert: certificate, key });
    contexts.set(name, context);
    return context;
  };
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
  };
  const server: Server = createServer(
    {
      handshakeTimeout: 10_000,
      SNICallback: (name, done) =>
        backendOf(name) === undefined
          ? done(new Error(`unknown server name ${name}`))
          : done(null, contextFor(name)),
      ALPNCallback: ({ servername, protocols }) => {
        const protocol = backendOf(servername)?.protocol;
        return protocol !== undefined && protocols.includes(protocol) ? protocol : undefined;
      },
    },
    (secure: TLSSocket) => {
      const name = typeof secure.servername === "string" ? secure.servername : "";
      const backend = backendOf(name);
      track(secure);
      if (backend === undefined) {
        secure.destroy();
        return;
      }
      const plain = connect(backend.port, "127.0.0.1");
      track(plain);
      secure.on("close", () => plain.destroy());
      plain.on("close", () => secure.destroy());
      secure.pipe(plain).pipe(secure);
    },
  );
  server.on("tlsClientError", (_error, secure) => secure.destroy());
  return {
    take(socket) {
      track(socket);
      server.emit("connection", socket);
    },
    close() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
