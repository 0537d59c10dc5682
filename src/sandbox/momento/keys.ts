import type { SandboxClock } from "../clock.ts";
import { type Identifiers, uuidOf } from "../identifiers.ts";
import { type Grant, scopedGrant, SESSION, SUPER_USER, type CacheRule } from "./grant.ts";
import { permissionDenied, refusal, unauthenticated } from "./refusals.ts";
import { createSigner, type Claims } from "./token.ts";

/** What a new v1 key may do. */
export type Scope =
  | { readonly kind: "session" }
  | { readonly kind: "super-user" }
  | { readonly kind: "rules"; readonly rules: readonly CacheRule[] };

export type IssuedKey = {
  /** Without the base64 wrapper; the SDK adds that itself. */
  readonly innerKey: string;
  /** Empty for a key that never expires. */
  readonly refreshToken: string;
  /** Epoch seconds; 0 for never. */
  readonly validUntil: number;
};

export type KeyIssuer = {
  issue(scope: Scope, validForSeconds: number | undefined): IssuedKey;
  /** The caller's own key must still be valid; the new one lives as long as the old one did, which stays valid. */
  refresh(innerKey: string, refreshToken: string): IssuedKey;
  /** A v2 key: names itself, and what it may do is looked up at each use. */
  issueV2(keyId: string, expiresAtSeconds: number | undefined): string;
  /** What the bearer of an inner v1 key or a v2 key may do. Throws UNAUTHENTICATED. */
  grantOf(token: string): Grant;
};

/** Issues and checks keys. `grantOfV2` looks up what a v2 key's role allows; undefined when it was revoked. */
export function createKeyIssuer({
  ids,
  clock,
  grantOfV2,
}: {
  /** The first that is drawn is the secret that keys are signed with. */
  readonly ids: Identifiers;
  readonly clock: SandboxClock;
  readonly grantOfV2: (keyId: string) => Grant | undefined;
}): KeyIssuer {
  const signer = createSigner(ids.bytes(32));
  const nowSeconds = (): number => clock.now() / 1000;

  const verify = (token: string): Claims => {
    if (token === "") throw unauthenticated("missing");
    const claims = signer.verify(token);
    if (claims === undefined) throw unauthenticated("invalid");
    if (typeof claims["exp"] === "number" && nowSeconds() >= claims["exp"])
      throw unauthenticated("expired");
    return claims;
  };

  const issue: KeyIssuer["issue"] = (scope, validForSeconds) => {
    const id = uuidOf(ids);
    const expires =
      validForSeconds === undefined
        ? {}
        : { exp: Math.floor(nowSeconds()) + validForSeconds, for: validForSeconds };
    const claims = { sub: "rehearsal", ver: 1, jti: id, ...expires };
    const permissions = Buffer.from(JSON.stringify(scope)).toString("base64");
    return {
      innerKey: signer.sign({ ...claims, p: permissions }),
      refreshToken:
        validForSeconds === undefined ? "" : signer.sign({ ...claims, refresh: permissions }),
      validUntil: expires.exp ?? 0,
    };
  };

  return {
    issue,
    refresh(innerKey, refreshToken) {
      const key = verify(innerKey);
      const claims = verify(refreshToken);
      if (claims["refresh"] === undefined || claims["jti"] !== key["jti"])
        throw refusal("INVALID_ARGUMENT", "The refresh token does not belong to this API key");
      const scope = readScope(claims["refresh"]);
      return issue(scope, typeof claims["for"] === "number" ? claims["for"] : undefined);
    },
    issueV2: (keyId, expiresAtSeconds) =>
      signer.sign({
        t: "g",
        jti: keyId,
        ...(expiresAtSeconds === undefined ? {} : { exp: expiresAtSeconds }),
      }),
    grantOf(token) {
      const claims = verify(token);
      if (claims["t"] === "g") {
        const grant = grantOfV2(String(claims["jti"]));
        if (grant === undefined) throw unauthenticated("invalid");
        return grant;
      }
      if (claims["p"] === undefined) throw permissionDenied();
      return grantOfScope(readScope(claims["p"]));
    },
  };
}

function readScope(claim: unknown): Scope {
  return JSON.parse(Buffer.from(String(claim), "base64").toString()) as Scope;
}

function grantOfScope(scope: Scope): Grant {
  if (scope.kind === "session") return SESSION;
  return scope.kind === "super-user" ? SUPER_USER : scopedGrant(scope.rules);
}
