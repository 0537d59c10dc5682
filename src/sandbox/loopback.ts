import type { Server as HttpServer } from "node:http";
import type { AddressInfo, Server } from "node:net";

export const LOOPBACK = "127.0.0.1";

/** Listens on loopback and gives the port, also the one that was taken for port 0. Rejects when the port is in use. */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Closes a server together with its connections, also those of requests in flight. */
export function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** The port at the end of `127.0.0.1:PORT`, with a scheme before it or not. */
export function portOf(address: string): number {
  return Number(address.split(":").at(-1));
}
