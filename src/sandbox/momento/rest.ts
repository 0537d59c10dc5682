import type { NamedError, Route, WireAnswer, WireRequest, WireService } from "../wire.ts";
import { credentialOf } from "./credential.ts";
import type { DataPlane } from "./data-plane.ts";
import type { KeyIssuer } from "./keys.ts";
import { keyNotFound, refusal } from "./refusals.ts";

const OPERATIONS: Readonly<Record<string, string>> = {
  GET: "GetItem",
  HEAD: "HeadItem",
  PUT: "PutItem",
  DELETE: "DeleteItem",
  OPTIONS: "PreflightItem",
};

/** Several times the largest item, so that an item that is too large is told so in Momento's own words. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

const TARGET = /^\/cache\/([^/]+)(?:\/(.*))?$/;

/** Momento's HTTP data API: `/cache/{cache}?key=` (HTTP API reference) and `/cache/{cache}/{key}` (its MediaLive guides). */
export function createRest(keys: KeyIssuer, data: DataPlane): WireService {
  return {
    name: "momento",
    maxBodyBytes: MAX_BODY_BYTES,
    welcome: {
      names: (host) => /^api\.cache\.[\w.-]+\.momentohq\.com$/.test(host),
      // An item is read with a key, which no page can guess; and the edge hands on the Origin of its viewers.
      pages: ({ method = "", url = "" }) =>
        /^(GET|HEAD|OPTIONS)$/.test(method) && url.startsWith("/cache/"),
    },
    route(request): Route | undefined {
      const operation = OPERATIONS[request.method];
      const match = TARGET.exec(request.path);
      if (operation === undefined || match === null) return undefined;
      const cache = decode(match[1]) ?? "";
      const key = keyOf(request, match[2]);
      return {
        operation,
        resource: `${cache}/${typeof key === "string" ? utf8(key) : "?"}`,
        answer: () => withCors(request, answer(request, cache, key)),
      };
    },
    refuse,
    unknown: (request) =>
      TARGET.test(request.path)
        ? message(405, `${request.method} is not supported`)
        : message(404, "Not Found"),
  };

  function answer(request: WireRequest, cache: string, key: string | KeyProblem): WireAnswer {
    if (request.method === "OPTIONS") return { status: 204 };
    const grant = keys.grantOf(credentialOf(request));
    if (typeof key !== "string") throw refusal("INVALID_ARGUMENT", key.problem);
    switch (request.method) {
      case "PUT":
        data.set(
          grant,
          { cache, key },
          { value: request.body, ttlMilliseconds: ttlSeconds(request) * 1000 },
        );
        return { status: 204 };
      case "DELETE":
        data.unset(grant, cache, key);
        return { status: 204 };
      default: {
        const body = data.get(grant, cache, key);
        if (body === undefined) throw keyNotFound();
        return { status: 200, headers: { "content-type": "application/octet-stream" }, body };
      }
    }
  }
}

type KeyProblem = { readonly problem: string };

/** The item's key as latin1 text, one character a byte. */
function keyOf(request: WireRequest, pathKey: string | undefined): string | KeyProblem {
  const plain = request.query.get("key");
  const base64 = request.query.get("key_base64");
  const inPath = pathKey === undefined || pathKey === "" ? null : (decode(pathKey) ?? null);
  const given = [plain, base64, inPath].filter((one) => one !== null);
  if (given.length > 1) return { problem: "More than one key was given" };
  if (base64 !== null && !/^[\w-]+={0,2}$/.test(base64))
    return { problem: "key_base64 is not URL-safe base64" };
  const bytes =
    base64 === null ? Buffer.from(plain ?? inPath ?? "") : Buffer.from(base64, "base64url");
  return bytes.length === 0
    ? { problem: "A key is required: key, key_base64 or the path" }
    : bytes.toString("latin1");
}

function ttlSeconds(request: WireRequest): number {
  const text = request.query.get("ttl_seconds");
  if (text === null) throw refusal("INVALID_ARGUMENT", "ttl_seconds is required");
  if (!/^\d{1,10}$/.test(text))
    throw refusal("INVALID_ARGUMENT", "ttl_seconds must be an integer number of seconds");
  return Number(text);
}

function decode(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, "latin1").toString();
}

function refuse(error: NamedError): WireAnswer {
  return message(error.status, error.message);
}

function message(status: number, text: string): WireAnswer {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: text }),
  };
}

function withCors(request: WireRequest, answered: WireAnswer): WireAnswer {
  const origin = request.headers.origin;
  if (origin === undefined) return answered;
  return {
    ...answered,
    headers: {
      ...answered.headers,
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, HEAD, PUT, DELETE, OPTIONS",
      "access-control-allow-headers": "authorization, content-type",
    },
  };
}
