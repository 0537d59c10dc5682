import { Refusal } from "../wire.ts";

/** The names are gRPC's status names; the HTTP API answers with the status beside it (Momento docs, HTTP API). */
const HTTP_STATUS = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  FAILED_PRECONDITION: 412,
  RESOURCE_EXHAUSTED: 429,
} as const;

type StatusName = keyof typeof HTTP_STATUS;

/** What Momento refuses, in its own terms. */
export function refusal(name: StatusName, message: string): Refusal {
  return new Refusal({ name, status: HTTP_STATUS[name], message });
}

/** Wording of a production answer, seen in a change of Momento's own command line. */
export function permissionDenied(): Refusal {
  return refusal("PERMISSION_DENIED", "Unauthorized: Token is not authorized to make this call");
}

export function unauthenticated(why: "missing" | "invalid" | "expired"): Refusal {
  return refusal("UNAUTHENTICATED", `Invalid authentication credentials: the token is ${why}`);
}

/** Both wordings are the HTTP API reference's. */
export function cacheNotFound(): Refusal {
  return refusal("NOT_FOUND", "Cache Not Found");
}

export function keyNotFound(): Refusal {
  return refusal("NOT_FOUND", "Key Not Found");
}
