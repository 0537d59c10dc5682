import type { IncomingMessage, Server } from "node:http";

/** For `createServer`: what is not said in this time is not said. Milliseconds and bytes; our own figures. */
export const HTTP_BOUNDS = {
  /** Also for a connection that says nothing at all. */
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
  keepAliveTimeout: 60_000,
  maxHeaderSize: 32 * 1024,
} as const;

/** Connections at one time; more are closed as they come. */
const MAX_CONNECTIONS = 1_000;

/** Limits how many connections a server holds. */
export function boundConnections(server: Pick<Server, "maxConnections">): void {
  server.maxConnections = MAX_CONNECTIONS;
}

/**
 * Reads a body of at most `maxBytes`; undefined when it is longer, without waiting for its end. Rejects when it ends early.
 */
export async function readBody(
  incoming: IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop must not destroy the socket: the answer is still to be sent.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks, bytes);
}
