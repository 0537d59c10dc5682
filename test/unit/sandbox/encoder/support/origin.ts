import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

type ReceivedPut = {
  readonly name: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly status: number;
};

export type Origin = {
  readonly port: number;
  readonly objects: ReadonlyMap<string, Buffer>;
  readonly puts: readonly ReceivedPut[];
  connections(): number;
  /** Resolves as soon as `condition` holds after a PUT, or at once. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
};

/** What to answer to a PUT: a status, with headers; or nothing at all. */
export type Answer = (put: {
  readonly name: string;
  readonly headers: IncomingHttpHeaders;
}) => { readonly status: number; readonly headers?: Record<string, string> } | "silence";

/** An HTTP origin on loopback that keeps the last body of each name. */
export async function startOrigin(answer: Answer = () => ({ status: 204 })): Promise<Origin> {
  const objects = new Map<string, Buffer>();
  const puts: ReceivedPut[] = [];
  const waiting = new Set<() => void>();
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = request.url ?? "";
      const name = target.split("?")[0]?.split("/").at(-1) ?? "";
      const decision = answer({ name, headers: request.headers });
      if (decision === "silence") return;
      puts.push({ name, target, headers: request.headers, status: decision.status });
      if (decision.status < 300) objects.set(name, Buffer.concat(chunks));
      response.writeHead(decision.status, decision.headers).end();
      for (const check of waiting) check();
    });
  });
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    objects,
    puts,
    connections: () => connections,
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
