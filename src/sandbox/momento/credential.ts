import type { WireRequest } from "../wire.ts";
import { refusal, unauthenticated } from "./refusals.ts";
import { unwrapV1 } from "./token.ts";

/**
 * The one credential of a request to the HTTP API, without its wrapper: the `token` query parameter or the
 * `Authorization` header (the bare key, or Basic with user `momento`). Both at once are a 400, as Momento's topics
 * HTTP API documents.
 */
export function credentialOf(request: WireRequest): string {
  const header = request.headers.authorization;
  const query = request.query.get("token");
  if (header !== undefined && query !== null)
    throw refusal(
      "INVALID_ARGUMENT",
      "Both an Authorization header and a token query parameter were given; only one value must be set",
    );
  const given = header === undefined ? query : fromHeader(header);
  if (given === null || given === "") throw unauthenticated("missing");
  return unwrapV1(given) ?? given;
}

function fromHeader(header: string): string {
  if (!/^basic /i.test(header)) return header;
  const pair = Buffer.from(header.slice("basic ".length).trim(), "base64").toString();
  const colon = pair.indexOf(":");
  if (pair.slice(0, colon) !== "momento") throw unauthenticated("invalid");
  return pair.slice(colon + 1);
}
