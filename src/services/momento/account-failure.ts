import type { ErrorCode } from "../../config/error-codes.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { keyKind } from "./key-kind.ts";

/** What the account API refused, as far as it said. */
type AccountRefusal = {
  /** Its name as shown, for example `CreateRole`. */
  readonly operation: string;
  readonly status: number;
  /** The API's own words. */
  readonly words: string;
};

const CONSOLE = "https://console.gomomento.com/api-keys";
const LIMIT_TRIES = 4;

/**
 * Turns a refusal of Momento's account API into an error for users, by its status alone (Momento docs, Roles HTTP API and
 * API keys HTTP API). Keys are taken out of Momento's own words.
 */
export function accountFailure({ operation, status, words }: AccountRefusal): LiveOriginError {
  const said = words === "" ? "" : `: ${serviceWords(words)}`;
  const call = `${operation}, HTTP ${status}`;
  const error = (code: ErrorCode, message: string, hint: string): LiveOriginError =>
    new LiveOriginError({ code, message, hint });
  switch (status) {
    case 401:
      return error(
        "MOMENTO_KEY_REJECTED",
        `Momento's account API does not accept the key (${call}): it has expired, was revoked, or is not a v2 key.`,
        `Make a v2 key at ${CONSOLE} and set MOMENTO_API_KEY or --momento-key-file.`,
      );
    case 403:
      return error(
        "MOMENTO_KEY_TOO_WEAK",
        `The Momento key is valid but may not manage roles and keys (${call}): its role lacks auth management (read, write, list).`,
        `Use a key of the role Owner or Operator, or of a role with auth_management (${CONSOLE}); or leave --revocable-keys out.`,
      );
    case 404:
      return error(
        "MOMENTO_ACCOUNT_NOT_FOUND",
        `Momento's account API knows nothing of what was asked for (${call})${said}.`,
        "Run the same command again: what is missing is made anew. If it stays so, check --momento-account-url.",
      );
    case 412:
      return error(
        "MOMENTO_ROLE_FIXED",
        `Momento does not let this role be changed (${call}): it is one of its own${said}.`,
        `Look at the role in the console (${CONSOLE}); a role of that name was not made by live-origin.`,
      );
    case 429:
      return error(
        "MOMENTO_LIMIT",
        `Momento's account API refused ${call}: too many calls, or as many roles as the account may have${said}.`,
        "Run the same command again in a minute; else delete roles that are no longer needed, or ask Momento for more (support@momentohq.com).",
      );
    default:
      return status >= 500
        ? error(
            "MOMENTO_UNAVAILABLE",
            `Momento's account API answers HTTP ${status} (${operation})${said}.`,
            "Run the same command again in a minute: nothing is lost.",
          )
        : error(
            "MOMENTO_REFUSED",
            `Momento's account API refused ${call}${said}.`,
            "The API is on a page of Momento's documentation that is not listed, and may have changed: leave --revocable-keys out to do without it.",
          );
  }
}

/** The error of a call without an answer. */
export function accountUnreachable(url: string, why: string): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_UNREACHABLE",
    message: `Momento's account API at ${url} cannot be reached: ${why}.`,
    hint: "Check the network and --momento-account-url; nothing is lost, run the same command again.",
  });
}

/** The error of an answer that is not one of the API; `what` quotes nothing of it. */
export function accountAnswerMalformed(operation: string, what: string): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_ANSWER_MALFORMED",
    message: `The answer to ${operation} does not fit Momento's account API: ${what}.`,
    hint: "Run the same command again: what exists by then is found. If it stays so, look for a proxy that changes answers.",
  });
}

/** What keeps a role that was to be deleted. `keys` are those that it still has. */
export function roleBlocked(name: string, by: readonly string[]): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_ROLE_BLOCKED",
    message: `Momento does not delete the role ${name}: it is in use by ${by.length === 0 ? "something that it does not name" : by.join(", ")}.`,
    hint: `Take the role away from them in the console (${CONSOLE}), then run the same command again.`,
  });
}

/** Throws MOMENTO_KEY_NOT_V2 for a key of any other kind: only v2 keys may make, list and revoke keys. */
export function requireV2(text: string, from: string): void {
  const { kind } = keyKind(text);
  if (kind === "v2") return;
  throw new LiveOriginError({
    code: "MOMENTO_KEY_NOT_V2",
    message: `The Momento key in ${from} is ${kind === "v1" ? "a v1 key" : `no v2 key (${kind})`}: keys that can be revoked are made with a v2 key of the account only.`,
    hint: `Make a v2 key with the role Owner or Operator at ${CONSOLE}, or leave --revocable-keys out: the keys then expire, but nobody can revoke them.`,
    resource: "--revocable-keys",
    exitCode: EXIT.usage,
  });
}

const PASSING: Readonly<Record<string, string>> = {
  MOMENTO_UNREACHABLE: "Momento's account API does not answer",
  MOMENTO_UNAVAILABLE: "Momento's account API is unavailable",
};

/** Makes the judge of one call's errors: says why trying again may help. A reached limit is tried four times: a rate passes. */
export function accountTransient(): (error: unknown) => string | undefined {
  let limited = 0;
  return (error) => {
    if (!(error instanceof LiveOriginError)) return undefined;
    if (error.code !== "MOMENTO_LIMIT") return PASSING[error.code];
    limited += 1;
    return limited < LIMIT_TRIES ? "rate limit" : undefined;
  };
}
