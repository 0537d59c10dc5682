import { createServer, type IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { boundConnections, HTTP_BOUNDS } from "../http-bounds.ts";
import { closeServer, listenOnLoopback, LOOPBACK } from "../loopback.ts";

/**
 * An HTTP proxy on loopback that only knows CONNECT, and only to hosts that `accepts`: it never opens a connection
 * to the world. Rejects when the port is in use.
 */
export async function startConnectProxy(
  accepts: (host: string) => boolean,
  take: (socket: Socket) => void,
  port = 0,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(HTTP_BOUNDS, (_request, response) => {
    response.writeHead(405, { "content-type": "text/plain" });
    response.end("This proxy knows CONNECT only.\n");
  });
  boundConnections(server);
  server.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const host = (request.url ?? "").replace(/:\d+$/, "");
    socket.on("error", () => socket.destroy());
    if (!accepts(host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    take(socket);
  });
  const taken = await listenOnLoopback(server, port);
  return {
    url: `http://${LOOPBACK}:${taken}`,
    close: () => closeServer(server),
  };
}
