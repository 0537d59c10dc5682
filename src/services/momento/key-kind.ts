/**
 * What a Momento credential turns out to be. `v1` is the base64 wrapper that carries its endpoint; `inner` is the token
 * inside such a wrapper; `session` is any other token without endpoints.
 */
export type KeyKind =
  | {
      readonly kind: "v1";
      readonly endpoint: string;
      /** What goes on the wire: the token inside. */
      readonly wireToken: string;
      readonly expiresAt: number | undefined;
    }
  | { readonly kind: "v2"; readonly expiresAt: number | undefined }
  | { readonly kind: "inner"; readonly expiresAt: number | undefined }
  | { readonly kind: "session"; readonly expiresAt: number | undefined }
  | {
      readonly kind: "legacy";
      readonly endpoint: string | undefined;
      /** Of its control plane, which it names apart. */
      readonly controlHost: string | undefined;
      readonly expiresAt: number | undefined;
    }
  | { readonly kind: "damaged"; readonly how: "padding" | "truncated" | "unknown" };

/**
 * Tells the kinds of Momento keys apart, by form alone and without asking anybody: base64 of a JSON object with `endpoint`
 * and `api_key` (v1 and disposable), or a JWT whose claims say `t: "g"` (v2), `cp`/`c` (legacy), `p`/`ver` (the inside of
 * a v1 key). Expiry is epoch seconds where the token tells it. The text must be free of white space.
 */
export function keyKind(text: string): KeyKind {
  return text.includes(".") ? jwtKind(text) : wrapperKind(text);
}

const KIND_WORDS = {
  v1: "a v1 key",
  v2: "a v2 key",
  inner: "a bare token, without its endpoint",
  session: "a bare token, without its endpoint",
  legacy: "a legacy token",
} as const;

/** What kind of key a text is, in words; undefined for one that is none or not whole. */
export function keyKindWords(text: string): string | undefined {
  const { kind } = keyKind(text.trim());
  return kind === "damaged" ? undefined : KIND_WORDS[kind];
}

/** The hosts inside a key, which the SDK would connect to. */
export function hostsInside(seen: KeyKind): readonly string[] {
  if (seen.kind === "v1") return [seen.endpoint];
  if (seen.kind !== "legacy") return [];
  return [seen.endpoint, seen.controlHost].filter((host) => host !== undefined);
}

function wrapperKind(text: string): KeyKind {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return { kind: "damaged", how: "unknown" };
  const decoded = Buffer.from(text, "base64").toString("utf8");
  if (!decoded.startsWith('{"')) return { kind: "damaged", how: "unknown" };
  const json = parseObject(decoded);
  if (json === undefined) return { kind: "damaged", how: "truncated" };
  const { endpoint, api_key: wireToken } = json;
  if (typeof endpoint !== "string" || typeof wireToken !== "string" || wireToken === "")
    return { kind: "damaged", how: "unknown" };
  // The SDK takes a text for base64 only when encoding again gives the same text.
  if (Buffer.from(text, "base64").toString("base64") !== text)
    return { kind: "damaged", how: "padding" };
  return { kind: "v1", endpoint, wireToken, expiresAt: expiry(claimsOf(wireToken)) };
}

function jwtKind(text: string): KeyKind {
  const claims = claimsOf(text);
  if (claims === undefined)
    return { kind: "damaged", how: text.startsWith("eyJ") ? "truncated" : "unknown" };
  const expiresAt = expiry(claims);
  if (claims["t"] === "g") return { kind: "v2", expiresAt };
  const cacheHost = claims["c"];
  if (typeof claims["cp"] === "string" || typeof cacheHost === "string") {
    const endpoint = typeof cacheHost === "string" ? cacheHost.replace(/^cache\./, "") : undefined;
    const controlHost = typeof claims["cp"] === "string" ? claims["cp"] : undefined;
    return { kind: "legacy", endpoint, controlHost, expiresAt };
  }
  const inside = claims["p"] !== undefined && claims["ver"] !== undefined;
  return { kind: inside ? "inner" : "session", expiresAt };
}

/** The claims of a whole JWT (three parts, the last one not empty), or undefined. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [head, body, signature, ...more] = token.split(".");
  if (more.length > 0 || head === undefined || body === undefined || !signature) return undefined;
  const header = parseObject(Buffer.from(head, "base64url").toString("utf8"));
  if (header === undefined) return undefined;
  return parseObject(Buffer.from(body, "base64url").toString("utf8"));
}

function expiry(claims: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const at = claims?.["exp"];
  return typeof at === "number" && Number.isFinite(at) ? at : undefined;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}
