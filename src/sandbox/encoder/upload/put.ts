import { type Agent, type IncomingMessage, request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Destination } from "../hls-settings.ts";

type PutAnswer = { readonly status: number; readonly challenge?: string | undefined };

type PutRequest = {
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** One HTTP PUT with Content-Length over a kept-alive connection. Resolves with the status; rejects when no answer comes. */
export async function put(
  destination: Destination,
  agent: Agent,
  { path, body, headers, signal }: PutRequest,
): Promise<PutAnswer> {
  const send = destination.secure ? httpsRequest : httpRequest;
  for (;;) {
    const outgoing = send({
      host: destination.host.replace(/^\[|\]$/g, ""),
      port: destination.port,
      method: "PUT",
      path,
      agent,
      signal,
      headers: { ...headers, "content-length": String(body.length) },
    });
    try {
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        outgoing.once("response", resolve);
        outgoing.once("error", reject);
        outgoing.end(body);
      });
      answer.on("error", () => undefined).resume();
      return { status: answer.statusCode ?? 0, challenge: answer.headers["www-authenticate"] };
    } catch (error) {
      // A server may close an idle connection at the moment of its reuse: that says nothing about the request.
      if (outgoing.reusedSocket && (error as NodeJS.ErrnoException).code === "ECONNRESET") continue;
      throw error;
    }
  }
}
