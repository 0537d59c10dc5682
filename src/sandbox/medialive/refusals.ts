import { Refusal } from "../wire.ts";

/** One place in a request that MediaLive finds fault with. */
export type ValidationError = { readonly elementPath: string; readonly errorMessage: string };

export function validationError(elementPath: string, errorMessage: string): ValidationError {
  return { elementPath, errorMessage };
}

/** 400: the request cannot be understood or is refused as a whole. */
export function badRequest(message: string): Refusal {
  return new Refusal({ name: "BadRequestException", status: 400, message });
}

/** 404 */
export function notFound(kind: string, id: string): Refusal {
  return new Refusal({
    name: "NotFoundException",
    status: 404,
    message: `The specified ${kind} does not exist: ${id}`,
  });
}

/** 409: not in this state. */
export function conflict(message: string): Refusal {
  return new Refusal({ name: "ConflictException", status: 409, message });
}

/** 422 with all validation errors; the message repeats them as the service's own does. */
export function unprocessable(errors: readonly ValidationError[]): Refusal {
  return new Refusal({
    name: "UnprocessableEntityException",
    status: 422,
    message: errors.map((one) => `${one.elementPath} ${one.errorMessage}`.trim()).join("; "),
    validationErrors: errors,
  });
}

/** 429: a quota of the account. That quotas answer so is inferred. */
export function quotaReached(what: string, quota: number): Refusal {
  return new Refusal({
    name: "TooManyRequestsException",
    status: 429,
    message: `Limit exceeded: this account can have ${quota} ${what} in this region`,
  });
}
