import { createServer, request, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** One request and its answer, as they went over the wire. */
export type Exchange = {
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answer: string;
};

export type Recorder = {
  readonly url: string;
  readonly close: () => Promise<void>;
};

/** Stands in front of an endpoint on loopback and writes down everything that passes. */
export async function recordInFrontOf(
  service: string,
  endpoint: string,
  exchanges: Exchange[],
): Promise<Recorder> {
  const { hostname, port } = new URL(endpoint);
  const server: Server = createServer((incoming, outgoing) => {
    const { method = "GET", url = "/", headers } = incoming;
    void collect(incoming).then((body) => {
      const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
        void collect(answer).then((bytes) => {
          exchanges.push({
            service,
            method,
            url,
            headers,
            body: body.toString("latin1"),
            answer: bytes.toString("latin1"),
          });
          outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
          outgoing.end(bytes);
        });
      });
      onward.on("error", () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((listening) => {
    server.listen(0, "127.0.0.1", listening);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  } catch {
    // A connection that was cut: what came is what there is.
  }
  return Buffer.concat(chunks);
}
