import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** An answer of an HTTP service, as it may be changed on its way. */
export type Answer = { readonly status: number; readonly body: string };

/** What becomes of an answer: another one, or none at all (the connection is cut in the middle of it). */
export type Lie = (answer: Answer) => Answer | "cut";

export type LyingProxy = {
  readonly url: string;
  /** Set for the calls that are lied about; asked for each call. */
  lie: Lie | undefined;
  close(): Promise<void>;
};

/** Stands between a client and a service and tells lies about its answers. */
export async function lyingProxy(target: string): Promise<LyingProxy> {
  const server: Server = createServer((incoming, outgoing) => {
    const { hostname, port } = new URL(target);
    const onward = request(
      { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const body = Buffer.concat(chunks).toString();
          const told = proxy.lie?.({ status: answer.statusCode ?? 0, body }) ?? {
            status: answer.statusCode ?? 0,
            body,
          };
          const { "content-length": _length, ...headers } = answer.headers;
          if (told === "cut") {
            outgoing.writeHead(200, { ...headers, "content-length": String(body.length + 10) });
            outgoing.write(body.slice(0, body.length / 2));
            outgoing.destroy();
            return;
          }
          const none = told.status === 204 || told.status === 304 || told.status < 200;
          outgoing.writeHead(none ? 200 : told.status, headers);
          outgoing.end(told.body);
        });
      },
    );
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const proxy: LyingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return proxy;
}
