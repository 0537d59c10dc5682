import { ownCommand } from "../../config/text/own-command.ts";
import type { ErrorCode } from "../../config/error-codes.ts";
import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";

/** What was asked of Momento when it failed. */
export type MomentoOperation = {
  /** The SDK's name of it, for example `createCache`. */
  readonly operation: string;
  readonly cache?: string | undefined;
};

type Wording = { readonly code: ErrorCode; readonly message: string; readonly hint: string };

const PASSING: Readonly<Record<string, string>> = {
  SERVER_UNAVAILABLE: "Momento is unavailable",
  CONNECTION_ERROR: "connection lost",
  TIMEOUT_ERROR: "no answer in time",
  INTERNAL_SERVER_ERROR: "internal error of Momento",
  CANCELLED_ERROR: "connection lost",
  UNKNOWN_SERVICE_ERROR: "unknown error of Momento",
};

const LIMIT_TRIES = 4;
const NEW_KEY = "https://console.gomomento.com/api-keys";

/** The error code of the Momento SDK (`PERMISSION_ERROR`), or undefined for anything else. */
function momentoErrorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("errorCode" in error)) return undefined;
  const { errorCode } = error;
  if (typeof errorCode !== "function") return undefined;
  const code: unknown = errorCode.call(error);
  return typeof code === "string" ? code : undefined;
}

/**
 * Makes the judge of one call's errors, by the SDK's error code: says why trying again may help. A reached limit is tried
 * four times, because a rate passes (5 control operations/s; Momento docs, limits) and a count does not.
 */
export function momentoTransient(): (error: unknown) => string | undefined {
  let limited = 0;
  return (error) => {
    const code = momentoErrorCode(error);
    if (code !== "LIMIT_EXCEEDED_ERROR") return code === undefined ? undefined : PASSING[code];
    limited += 1;
    return limited < LIMIT_TRIES ? "rate limit" : undefined;
  };
}

/**
 * Turns an error of the Momento SDK into one for users, by its error code. The cause is plain data without the SDK's
 * objects; keys are taken out of Momento's own words. Anything else passes through unchanged.
 */
export function momentoFailure(error: unknown, asked: MomentoOperation): unknown {
  const code = momentoErrorCode(error);
  if (code === undefined) return error;
  const words = serviceWords(error instanceof Error ? error.message : "");
  return new LiveOriginError({ ...wording(code, words, asked), cause: { code, message: words } });
}

function wording(code: string, words: string, asked: MomentoOperation): Wording {
  const on = asked.cache === undefined ? "" : ` (cache ${asked.cache})`;
  const call = `${asked.operation}${on}`;
  switch (code) {
    case "AUTHENTICATION_ERROR":
      return {
        code: "MOMENTO_KEY_REJECTED",
        message: `Momento does not accept the key (${call}): it has expired, was deleted, or belongs to another cell.`,
        hint: `Make a new key at ${NEW_KEY} and set MOMENTO_API_KEY or --momento-key-file.`,
      };
    case "PERMISSION_ERROR":
      return tooWeak(asked.operation, call);
    case "LIMIT_EXCEEDED_ERROR":
      return {
        code: "MOMENTO_LIMIT",
        message: `A limit of the Momento account is reached (${call}): ${words}`,
        hint: "Delete caches that are no longer needed, or ask Momento for a higher limit (support@momentohq.com).",
      };
    case "NOT_FOUND_ERROR":
      return {
        code: "MOMENTO_CACHE_NOT_FOUND",
        message: `The Momento cache ${asked.cache ?? ""} does not exist (${asked.operation}).`,
        hint: `Run ${ownCommand("create-origin")} to make it.`,
      };
    case "SERVER_UNAVAILABLE":
    case "CONNECTION_ERROR":
    case "TIMEOUT_ERROR":
      return {
        code: "MOMENTO_UNREACHABLE",
        message: `Momento cannot be reached (${call}): ${words}`,
        hint: `Check the network and the endpoint (${ownCommand("doctor")}); nothing is lost, run the same command again.`,
      };
    default:
      return {
        code: code in PASSING ? "MOMENTO_UNAVAILABLE" : "MOMENTO_REFUSED",
        message: `${code in PASSING ? `Momento could not do ${call}` : `Momento refused ${call}`} (${code}): ${words}`,
        hint: `Run the same command again; ${ownCommand("doctor")} checks the key and the account.`,
      };
  }
}

function tooWeak(operation: string, call: string): Wording {
  const right: Readonly<Record<string, string>> = {
    createCache: "create caches",
    deleteCache: "delete caches",
    listCaches: "list caches",
    get: "read the cache",
    setIfAbsent: "write to the cache",
    generateApiKey: "make other keys",
  };
  const way =
    operation === "generateApiKey"
      ? `Use a super-user key (${NEW_KEY}), or bring keys made by hand: --encoder-key-file and --player-key-file.`
      : `Use a super-user key (${NEW_KEY}), set as MOMENTO_API_KEY or give --momento-key-file.`;
  return {
    code: "MOMENTO_KEY_TOO_WEAK",
    message: `The Momento key is valid but may not ${right[operation] ?? "do this"} (${call}).`,
    hint: way,
  };
}
