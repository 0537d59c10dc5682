import { auth, token } from "@gomomento/generated-types";
import type { GrpcService, Rpc } from "./grpc.ts";
import type { IssuedKey, KeyIssuer, Scope } from "./keys.ts";
import { scopeOf } from "./permissions.ts";
import { permissionDenied, refusal } from "./refusals.ts";

const wire = auth.auth;
const tokenWire = token.token;
type Generate = InstanceType<typeof wire._GenerateApiTokenRequest>;
type Refresh = InstanceType<typeof wire._RefreshApiTokenRequest>;
type Dispose = InstanceType<typeof tokenWire._GenerateDisposableTokenRequest>;

/** Longest life of a disposable token (Momento docs, auth limits). */
const MAX_DISPOSABLE_SECONDS = 25 * 3600;

/**
 * Auth and Token: generate and refresh v1 keys, make disposable tokens. The credential is in the message, not in the
 * metadata.
 */
export function createAuthServices(keys: KeyIssuer, endpoint: string): readonly GrpcService[] {
  const mint = (credential: string, scope: Scope, seconds: number | undefined): IssuedKey => {
    const { mint: allowed } = keys.grantOf(credential);
    if (allowed === "none" || (allowed === "scoped" && scope.kind !== "rules"))
      throw permissionDenied();
    if (seconds === 0) throw refusal("INVALID_ARGUMENT", "A key must be valid for some time");
    return keys.issue(scope, seconds);
  };
  const members = ({ innerKey, validUntil }: IssuedKey) => ({
    api_key: innerKey,
    endpoint,
    valid_until: validUntil,
  });
  const generate: Rpc<Generate, unknown> = {
    answer(request) {
      const seconds = request.has_expires ? request.expires.valid_for_seconds : undefined;
      if (request.expiry === "none") throw refusal("INVALID_ARGUMENT", "The expiry is missing");
      const issued = mint(request.auth_token, scopeOf(request.permissions), seconds);
      return new wire._GenerateApiTokenResponse({
        ...members(issued),
        refresh_token: issued.refreshToken,
      });
    },
  };
  const refresh: Rpc<Refresh, unknown> = {
    answer({ api_key, refresh_token }) {
      const issued = keys.refresh(api_key, refresh_token);
      return new wire._RefreshApiTokenResponse({
        ...members(issued),
        refresh_token: issued.refreshToken,
      });
    },
  };
  const dispose: Rpc<Dispose, unknown> = {
    answer(request) {
      const seconds = request.has_expires ? request.expires.valid_for_seconds : 0;
      if (seconds > MAX_DISPOSABLE_SECONDS)
        throw refusal("INVALID_ARGUMENT", "A disposable token lives for 25 hours at most");
      return new tokenWire._GenerateDisposableTokenResponse(
        members(mint(request.auth_token, scopeOf(request.permissions), seconds)),
      );
    },
  };
  return [
    {
      definition: wire.UnimplementedAuthService.definition,
      rpcs: { GenerateApiToken: generate, RefreshApiToken: refresh },
    },
    {
      definition: tokenWire.UnimplementedTokenService.definition,
      rpcs: { GenerateDisposableToken: dispose },
    },
  ];
}
