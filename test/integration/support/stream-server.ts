import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** What a served stream answers to one path. */
export type Served = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Declared length where it is not the body's: the connection ends early. */
  readonly cutTo?: number;
  readonly delayMs?: number;
};

export type StreamServer = AsyncDisposable & {
  readonly origin: string;
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
};

const TYPES: Readonly<Record<string, string>> = {
  m3u8: "application/vnd.apple.mpegurl",
  ts: "video/mp2t",
  mp4: "video/mp4",
  m4s: "video/mp4",
  vtt: "text/vtt",
};

/** Serves what `answer` gives for a path, with ranges; undefined is a 404. No X-Cache, as on any web server. */
export async function serveStream(
  answer: (
    path: string,
    request: IncomingMessage,
  ) => Served | undefined | Promise<Served | undefined>,
  sleep: (milliseconds: number) => Promise<void> = pause,
): Promise<StreamServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const path = new URL(request.url ?? "/", "http://host").pathname;
      asked.push(request.url ?? "/");
      const served = await answer(path, request);
      if (served?.delayMs !== undefined) await sleep(served.delayMs);
      const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
      const common = { "access-control-allow-origin": "*", "content-type": type };
      if (served === undefined) {
        response.writeHead(404, common).end("not here");
        return;
      }
      const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
      const status = served.status ?? (range === null ? 200 : 206);
      const body =
        range === null ? served.body : served.body.subarray(Number(range[1]), Number(range[2]) + 1);
      const length = { "content-length": String(body.length) };
      response.writeHead(status, { ...common, ...length, ...served.headers });
      if (served.cutTo === undefined) response.end(body);
      else response.write(body.subarray(0, served.cutTo), () => response.destroy());
    })();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close,
    [Symbol.asyncDispose]: close,
  };
}
