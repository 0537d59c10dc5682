import { createServer, request, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Endpoints } from "./rehearsal.ts";

/** Words that would set the title, wipe the screen, colour, turn text round and begin a line of their own. */
export const RUDE =
  "\u001B]0;pwned\u0007\u001B[2J\u001B[35mred\u009B35m\u202Egnp.exe\u200B\u007F\r\u2028\n\u2713 it plays";

/** The emulated services of AWS with a proxy before each that can be made to refuse, and to say alerts, in rude words. */
export async function rudeCloud(): Promise<{
  readonly inFront: (endpoints: Endpoints) => Promise<Endpoints>;
  /** Calls whose method and path match are refused; undefined: none. */
  refuses: (pattern: RegExp | undefined) => void;
  readonly close: () => void;
}> {
  const servers: Server[] = [];
  let pattern: RegExp | undefined;
  const answer = async (target: string, incoming: IncomingMessage, body: Buffer) => {
    const { method = "GET", url = "/", headers } = incoming;
    if (pattern?.test(`${method} ${url} ${body.toString("utf8")}`) === true)
      return refusal(headers, url);
    const told = await forwarded(new URL(url, target), { method, headers }, body);
    if (!/\/alerts/.test(url)) return told;
    const alert = { AlertType: RUDE, Message: RUDE, Id: "1", State: "SET", PipelineId: "0" };
    const lower = { alertType: RUDE, message: RUDE, id: "1", state: "SET", pipelineId: "0" };
    return { ...told, body: Buffer.from(JSON.stringify({ alerts: [{ ...alert, ...lower }] })) };
  };
  const proxy = async (target: string): Promise<string> => {
    const server = createServer((incoming, response) => {
      void (async () => {
        const body = await bytesOf(incoming);
        const { status, headers, body: told } = await answer(target, incoming, body);
        const { "content-length": _, "transfer-encoding": __, ...kept } = headers;
        response.writeHead(status, kept).end(told);
      })().catch(() => response.destroy());
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  return {
    inFront: async (endpoints) => ({
      ...endpoints,
      medialive: await proxy(endpoints.medialive),
      cloudfront: await proxy(endpoints.cloudfront),
      iam: await proxy(endpoints.iam),
    }),
    refuses: (next) => {
      pattern = next;
    },
    close: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

type Told = {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Buffer;
};

function refusal({ "content-type": sent = "" }: IncomingMessage["headers"], url: string): Told {
  const isXml = url.startsWith("/2020-05-31/") || sent.includes("form");
  if (!isXml)
    return {
      status: 400,
      headers: { "content-type": "application/json", "x-amzn-errortype": "BadRequestException" },
      body: Buffer.from(JSON.stringify({ message: RUDE, Message: RUDE })),
    };
  const words = RUDE.replaceAll(/[^\n\r\u0020-\uFFFF]/g, "\u009B");
  return {
    status: 400,
    headers: { "content-type": "text/xml" },
    body: Buffer.from(
      `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidArgument</Code><Message>${words}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
    ),
  };
}

function forwarded(
  url: URL,
  { method, headers }: { method: string; headers: IncomingMessage["headers"] },
  body: Buffer,
): Promise<Told> {
  return new Promise((done, failed) => {
    const outgoing = request(url, { method, headers }, (response) => {
      bytesOf(response)
        .then((told) =>
          done({ status: response.statusCode ?? 502, headers: response.headers, body: told }),
        )
        .catch(failed);
    });
    outgoing.on("error", failed).end(body);
  });
}

async function bytesOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks);
}
