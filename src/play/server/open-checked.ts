import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import type { OpenResponse } from "../../verify/stream/wire.ts";
import { isLocalHost } from "./local-host.ts";

type Checking = {
  /** Says where a name leads. Rejects where it leads nowhere. */
  readonly resolve: (hostname: string) => Promise<readonly LookupAddress[]>;
  readonly isLocal: (host: string) => boolean;
};

const USUAL: Checking = {
  resolve: (hostname) => lookup(hostname, { all: true }),
  isLocal: isLocalHost,
};

/**
 * One request whose redirects are not followed, to a host that is not on this machine or network: undefined for one that is.
 * The name is looked up once, and the connection goes to the address that was checked: asked twice, a name can lead elsewhere
 * (DNS rebinding). Throws what the look-up and the connection throw.
 */
export async function openChecked(
  address: string,
  [headers, signal]: readonly [Readonly<Record<string, string>>, AbortSignal],
  { resolve, isLocal }: Checking = USUAL,
): ReturnType<OpenResponse> {
  const { hostname, protocol } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isLocal(host)) return undefined;
  const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
  const [first] = found;
  if (first === undefined || found.some((each) => isLocal(each.address))) return undefined;
  const known: LookupFunction = (_name, { all }, done) =>
    all === true ? done(null, [...found]) : done(null, first.address, first.family);
  const asked = { "accept-encoding": "gzip, deflate, br", ...headers };
  const options = { headers: asked, signal, lookup: known };
  const answer = await new Promise<IncomingMessage>((answered, failed) => {
    (protocol === "https:" ? requestHttps : requestHttp)(address, options, answered)
      .on("error", failed)
      .end();
  });
  return responseOf(answer);
}

function responseOf(answer: IncomingMessage): Response {
  const { statusCode: status = 0, rawHeaders } = answer;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  const isEmpty = [101, 204, 205, 304].includes(status);
  if (isEmpty) answer.resume();
  const body = isEmpty ? null : Readable.toWeb(decoded(answer, headers));
  return new Response(body as ReadableStream | null, { status, headers });
}

function decoded(answer: IncomingMessage, headers: Headers): Readable {
  const decoders = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress };
  const encoding = headers.get("content-encoding")?.trim().toLowerCase().replace(/^x-/, "");
  const known = Object.entries(decoders).find(([name]) => name === encoding)?.[1];
  if (known === undefined) return answer;
  const decoder = known();
  answer.on("error", (error) => decoder.destroy(error));
  return answer.pipe(decoder);
}
