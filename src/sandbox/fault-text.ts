import type { Fault, FaultEffect } from "./faults.ts";
import type { NamedError } from "./wire.ts";

/** HTTP statuses of the errors that faults usually name (service API models); others need theirs spelled out. */
const STATUS: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AccessDeniedException: 403,
  BadGatewayException: 502,
  ConflictException: 409,
  EntityAlreadyExists: 409,
  ForbiddenException: 403,
  GatewayTimeoutException: 504,
  InternalError: 500,
  InternalServerError: 500,
  InternalServerErrorException: 500,
  NoSuchDistribution: 404,
  NoSuchEntity: 404,
  NotFoundException: 404,
  PERMISSION_DENIED: 403,
  PreconditionFailed: 412,
  RESOURCE_EXHAUSTED: 429,
  ServiceFailure: 500,
  ServiceUnavailable: 503,
  TooManyRequestsException: 429,
  UNAUTHENTICATED: 401,
  UNAVAILABLE: 503,
  UnprocessableEntityException: 422,
};

/** What DeleteDistribution answers of a distribution on a flat-rate plan (public reports of 2026). */
const PRICING_PLAN: NamedError = {
  name: "PreconditionFailed",
  status: 412,
  message:
    "You can't delete this distribution while it's subscribed to a pricing plan. Cancel the pricing plan, then you can delete the distribution.",
};

const TARGET = /^([\w*-]+):([\w.*-]+)(?:\(([^)]*)\))?$/;

/**
 * Reads a fault from text: `SERVICE:OPERATION[(RESOURCE)] EFFECT`, where `*` stands for anything and EFFECT is one of
 *
 * - `refuse N ERROR [STATUS]`: the first N calls fail with the named error (`refuse always ERROR` never ends)
 * - `drop-before N`, `drop-after N`: the connection is cut before or after the effect
 * - `delay 500ms [N]`: each call (the first N) takes that much longer
 * - `throttle 5/s [ERROR [STATUS]]`: more calls per second than that are refused (TooManyRequestsException unless told)
 * - `becomes STATE [N]`: the transition that the call starts ends there (`medialive:CreateChannel becomes CREATE_FAILED`)
 *
 * @throws Error that says what was expected.
 */
export function parseFault(text: string): Fault {
  const [target = "", effect = "", ...words] = text.trim().split(/\s+/);
  const match = TARGET.exec(target);
  if (match === null)
    throw new Error(
      `"${text}" does not begin with SERVICE:OPERATION, for example medialive:CreateChannel`,
    );
  const [, service = "", operation = "", resource] = match;
  const parsed = parseEffect(effect, words);
  if (parsed === undefined)
    throw new Error(
      `"${[effect, ...words].join(" ")}" is none of: refuse N ERROR [STATUS], drop-before N, drop-after N, delay 500ms [N], throttle 5/s [ERROR [STATUS]], becomes STATE [N]`,
    );
  return { service, operation, ...(resource === undefined ? {} : { resource }), ...parsed };
}

function parseEffect(effect: string, words: readonly string[]): FaultEffect | undefined {
  const [one, two, three] = words;
  switch (effect) {
    case "refuse": {
      const error = namedError(two, three);
      return error === undefined
        ? undefined
        : counted(one, (times) => ({ effect, error, ...times }));
    }
    case "drop-before":
    case "drop-after":
      return words.length > 1 ? undefined : counted(one ?? "1", (times) => ({ effect, ...times }));
    case "delay": {
      const milliseconds = number(/^(\d+(?:\.\d+)?)(ms|s)$/.exec(one ?? ""), { ms: 1, s: 1000 });
      return milliseconds === undefined
        ? undefined
        : counted(two ?? "always", (times) => ({ effect, milliseconds, ...times }));
    }
    case "throttle": {
      const perSecond = number(/^(\d+(?:\.\d+)?)(\/s)?$/.exec(one ?? ""), { "/s": 1 });
      const error = namedError(two ?? "TooManyRequestsException", three);
      return perSecond === undefined || error === undefined
        ? undefined
        : { effect, perSecond, error };
    }
    case "becomes":
    case "transition":
      return one === undefined
        ? undefined
        : counted(two ?? "1", (times) => ({ effect: "transition", to: one, ...times }));
    default:
      return undefined;
  }
}

function counted(
  word: string | undefined,
  build: (times: { readonly times?: number }) => FaultEffect,
): FaultEffect | undefined {
  if (word === "always") return build({});
  return word !== undefined && /^[1-9]\d*$/.test(word) ? build({ times: Number(word) }) : undefined;
}

function number(match: RegExpExecArray | null, units: Record<string, number>): number | undefined {
  if (match === null) return undefined;
  const value = Number(match[1]) * (units[match[2] ?? ""] ?? 1);
  return value > 0 ? value : undefined;
}

function namedError(name: string | undefined, status: string | undefined): NamedError | undefined {
  if (name === undefined || !/^[A-Za-z]\w*$/.test(name)) return undefined;
  if (name === "PricingPlan") return PRICING_PLAN;
  if (status !== undefined && !/^[45]\d\d$/.test(status)) return undefined;
  return {
    name,
    status: status === undefined ? (STATUS[name] ?? 400) : Number(status),
    message: "Refused by a fault of the rehearsal.",
  };
}
