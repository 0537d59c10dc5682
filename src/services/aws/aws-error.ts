const THROTTLED: ReadonlySet<string> = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
  "TooManyUpdates",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "PriorRequestNotComplete",
]);

/** Names whose HTTP status does not tell that trying again helps. */
const PASSING: ReadonlySet<string> = new Set([
  "ConcurrentModificationException",
  "InternalServerError",
  "RequestTimeout",
  "RequestTimeoutException",
  "ServiceFailureException",
  "TimeoutError",
]);

const RESET: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
]);

/** What an error of the AWS SDK is known by. Everything is read, nothing is trusted. */
export type AwsErrorFacts = {
  /** The service's exception name (`AccessDeniedException`), or the SDK's own. */
  readonly name: string;
  /** The socket's or the resolver's code (`ECONNRESET`). */
  readonly code: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  readonly message: string;
};

/** Reads what tells AWS errors apart. */
export function awsErrorFacts(error: unknown): AwsErrorFacts {
  const from = record(error);
  const metadata = record(from["$metadata"]);
  return {
    name: text(from["name"]) ?? "Error",
    code: text(from["code"]),
    httpStatus:
      typeof metadata["httpStatusCode"] === "number" ? metadata["httpStatusCode"] : undefined,
    requestId: text(metadata["requestId"]),
    message: text(from["message"]) ?? String(error),
  };
}

/**
 * Names why an AWS error may pass by itself: throttled, a 5xx, a reset connection, a time-out; undefined when trying
 * again cannot help. A quota that is full (IAM's LimitExceededException, MediaLive's 429 that tells of one) is a refusal,
 * although SDKs retry it.
 */
export function awsTransient(error: unknown): string | undefined {
  const { name, code, httpStatus } = awsErrorFacts(error);
  if (name === "AbortError") return undefined;
  if (isQuotaRefusal(error)) return undefined;
  if (THROTTLED.has(name) || httpStatus === 429) return `throttled (${name})`;
  if (code !== undefined && RESET.has(code)) return `connection lost (${code})`;
  if (awsUnreachable(error)) return undefined;
  if (name === "TimeoutError") return "no answer in time";
  if (httpStatus !== undefined && httpStatus >= 500) return `${name} (HTTP ${httpStatus})`;
  return PASSING.has(name) ? name : undefined;
}

const A_COUNT =
  /\b(quota|limit exceeded|exceeds? the (limit|maximum)|maximum number|reached the (limit|maximum))\b/i;
const A_RATE = /\b(rate|throttl\w*|per (second|minute)|too fast|slow down|try again|retry)\b/i;

/**
 * True when the account has no room for one more, by the exception's name or, where a service answers 429 for both, by its
 * words: how many there may be, and nothing about how fast. What the words leave open is throttling.
 */
export function isQuotaRefusal(error: unknown): boolean {
  const { name, httpStatus, message } = awsErrorFacts(error);
  if (THROTTLED.has(name) || httpStatus === 429)
    return A_COUNT.test(message) && !A_RATE.test(message);
  return /^(Service)?(Limit|Quota)Exceeded|LimitExceeded(Exception)?$|^TooMany/.test(name);
}

/** True when the connection was refused or the host not found: worth a few quick tries, not a minute of them. */
export function awsUnreachable(error: unknown): boolean {
  const { code } = awsErrorFacts(error);
  return code !== undefined && UNREACHABLE.has(code);
}

/** True when the error is one of these exceptions, by name. */
export function isAwsError(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(awsErrorFacts(error).name);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value, ...own(value) } : {};
}

/** `name` and `message` of an Error are not enumerable. */
function own(value: object): Readonly<Record<string, unknown>> {
  return value instanceof Error ? { name: value.name, message: value.message } : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
