import type { ErrorCode } from "../../config/error-codes.ts";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { foreignHost, hostOwner } from "../../config/momento-host.ts";
import { Secret } from "../../config/secret.ts";
import { hostsInside, keyKind, type KeyKind } from "./key-kind.ts";

/** A key that is whole and knows its cell. */
export type ApiKey = {
  readonly kind: Exclude<KeyKind["kind"], "damaged">;
  readonly apiKey: Secret;
  /** Bare cell host, for example `cell-4-us-west-2-1.prod.a.momentohq.com`. */
  readonly endpoint: string;
  /** Epoch seconds, where the key tells it. */
  readonly expiresAt: number | undefined;
};

type ApiKeySource = {
  /** Where it came from, as shown: `MOMENTO_API_KEY`, a file, `the prompt`. */
  readonly from: string;
  /** The endpoint given beside the key, bare. */
  readonly endpoint?: string | undefined;
  /** The cell to take for a key that neither carries an endpoint nor came with one. */
  readonly cell?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
};

const NEW_KEY =
  "Copy the key again from the Momento console (https://console.gomomento.com/api-keys).";

/**
 * Checks the form of a Momento key before anything is asked with it. Every problem has its own code: MOMENTO_KEY_EMPTY,
 * _WHITESPACE, _PADDING, _TRUNCATED, _UNKNOWN, _EXPIRED, MOMENTO_ENDPOINT_MISSING (v2 and bare tokens do not carry
 * one), MOMENTO_ENDPOINT_MISMATCH, and MOMENTO_HOST_FOREIGN for a key that names another host than Momento's. Texts read from a
 * file are trimmed by the caller. The key is in no message.
 */
export function readApiKey(text: string, source: ApiKeySource): ApiKey {
  if (text.trim() === "") throw problem("MOMENTO_KEY_EMPTY", `${source.from} is empty.`, NEW_KEY);
  if (/\s/.test(text)) throw whitespace(text, source.from);
  const seen = keyKind(text);
  if (seen.kind === "damaged") throw damaged(text, seen.how, source.from);
  if (source.endpoint !== undefined && hostOwner(source.endpoint) !== "momento")
    throw foreignHost({ setting: "origin.endpoint", from: "the settings", value: source.endpoint });
  for (const value of hostsInside(seen))
    if (hostOwner(value) !== "momento")
      throw foreignHost({
        setting: "the endpoint inside the Momento key",
        from: source.from,
        value,
      });
  if (seen.expiresAt !== undefined && seen.expiresAt * 1000 <= source.now)
    throw problem(
      "MOMENTO_KEY_EXPIRED",
      `The Momento key in ${source.from} expired on ${new Date(seen.expiresAt * 1000).toISOString()}.`,
      "Make a new one in the Momento console (https://console.gomomento.com/api-keys).",
    );
  return {
    kind: seen.kind,
    apiKey: Secret.of(text),
    endpoint: endpointOf(seen, source),
    expiresAt: seen.expiresAt,
  };
}

function endpointOf(seen: Exclude<KeyKind, { kind: "damaged" }>, source: ApiKeySource): string {
  const own = "endpoint" in seen ? seen.endpoint : undefined;
  if (own !== undefined && source.endpoint !== undefined && own !== source.endpoint)
    throw new LiveOriginError({
      code: "MOMENTO_ENDPOINT_MISMATCH",
      message: `The Momento key in ${source.from} belongs to ${own}, but the endpoint given is ${source.endpoint}.`,
      hint: "Leave --momento-endpoint and MOMENTO_ENDPOINT out, or use a key of that cell.",
      exitCode: EXIT.usage,
    });
  const endpoint = own ?? source.endpoint ?? source.cell;
  if (endpoint !== undefined) return endpoint;
  const name = seen.kind === "v2" ? "a v2 key" : `a bare token (${seen.kind})`;
  throw new LiveOriginError({
    code: "MOMENTO_ENDPOINT_MISSING",
    message: `The Momento key in ${source.from} is ${name}, which does not carry its endpoint.`,
    hint: "Add --momento-endpoint (or MOMENTO_ENDPOINT), for example cell-4-us-west-2-1.prod.a.momentohq.com; the console shows it beside the key.",
    exitCode: EXIT.inputNeeded,
  });
}

function whitespace(text: string, from: string): LiveOriginError {
  const trailing = text.trim() !== "" && !/\s/.test(text.trim());
  return problem(
    "MOMENTO_KEY_WHITESPACE",
    trailing
      ? `The Momento key in ${from} has a newline or blank around it.`
      : `The Momento key in ${from} is broken into several lines or words.`,
    trailing && /^[A-Z_]+$/.test(from)
      ? `Set it without the newline: export ${from}="$(printf %s "$${from}" | tr -d '[:space:]')"`
      : "Paste it as one line without blanks.",
  );
}

function damaged(
  text: string,
  how: "padding" | "truncated" | "unknown",
  from: string,
): LiveOriginError {
  if (how === "padding") {
    const bare = text.replace(/=+$/, "");
    const missing = (4 - (bare.length % 4)) % 4;
    if (text.length === bare.length + missing)
      return problem(
        "MOMENTO_KEY_PADDING",
        `The Momento key in ${from} is not written as Momento writes it: it is base64 of another alphabet, or a character in it was changed.`,
        NEW_KEY,
      );
    return problem(
      "MOMENTO_KEY_PADDING",
      `The Momento key in ${from} has lost its ending: a key of this length ends in ${missing === 0 ? "no" : missing} "=".`,
      missing === 0
        ? NEW_KEY
        : `Add ${"=".repeat(missing)} at the end, and quote the value in the shell.`,
    );
  }
  if (how === "truncated")
    return problem(
      "MOMENTO_KEY_TRUNCATED",
      `The Momento key in ${from} is cut short (${text.length} characters).`,
      NEW_KEY,
    );
  return problem(
    "MOMENTO_KEY_UNKNOWN",
    `What is in ${from} is not a Momento API key (${text.length} characters; keys start with "eyJ").`,
    NEW_KEY,
  );
}

function problem(code: ErrorCode, message: string, hint: string): LiveOriginError {
  return new LiveOriginError({
    code,
    message,
    hint,
    exitCode: EXIT.usage,
  });
}
