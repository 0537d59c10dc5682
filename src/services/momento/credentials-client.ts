import { CredentialProvider } from "@gomomento/sdk";
import { requireMomentoHost } from "../../config/momento-host.ts";
import type { Secret } from "../../config/secret.ts";
import { keyKind } from "./key-kind.ts";

/**
 * How the SDK is told of a key: each kind has its own door, and none of them dials a plain-text target with a v2 key. Throws
 * MOMENTO_HOST_FOREIGN for a key that names another host than Momento's.
 */
export function credentials(
  access: {
    readonly endpoint?: string | undefined;
    readonly loopback?: { readonly grpcTarget: string } | undefined;
  },
  key: Secret,
): CredentialProvider {
  const apiKey = key.reveal();
  const seen = keyKind(apiKey);
  if (access.loopback !== undefined) {
    const { grpcTarget } = access.loopback;
    goPastProxies(grpcTarget);
    return new PlainTextProvider(seen.kind === "v1" ? seen.wireToken : apiKey, grpcTarget);
  }
  const bare = seen.kind === "inner" || seen.kind === "session";
  const provider =
    seen.kind === "v2"
      ? CredentialProvider.fromApiKeyV2({ apiKey, endpoint: access.endpoint ?? "" })
      : CredentialProvider.fromString(
          bare && access.endpoint !== undefined
            ? { apiKey, endpointOverrides: { baseEndpoint: access.endpoint } }
            : { apiKey },
        );
  // A key names hosts of its own, and the SDK believes it.
  requireMomentoHost(provider.getControlEndpoint());
  requireMomentoHost(provider.getCacheEndpoint());
  requireMomentoHost(provider.getTokenEndpoint());
  return provider;
}

/** gRPC sends even 127.0.0.1 through a proxy of the environment, and reads the exemptions when it connects. */
function goPastProxies(grpcTarget: string): void {
  const host = grpcTarget.replace(/:\d+$/, "");
  const exempt = process.env["no_grpc_proxy"] ?? process.env["no_proxy"] ?? "";
  if (!exempt.split(",").includes(host))
    process.env["no_grpc_proxy"] = exempt === "" ? host : `${exempt},${host}`;
}

/** The SDK takes credentials as a class only: one token and one plain-text target for every service. */
class PlainTextProvider extends CredentialProvider {
  readonly #token: string;
  readonly #target: string;

  constructor(token: string, target: string) {
    super();
    this.#token = token;
    this.#target = target;
  }

  getAuthToken = (): string => this.#token;
  getControlEndpoint = (): string => this.#target;
  getCacheEndpoint = (): string => this.#target;
  getTokenEndpoint = (): string => this.#target;
  isControlEndpointSecure = (): boolean => false;
  isCacheEndpointSecure = (): boolean => false;
  isTokenEndpointSecure = (): boolean => false;
  isEndpointSecure = (): boolean => false;
  areEndpointsOverridden = (): boolean => true;
  withMomentoLocal = (): CredentialProvider => this;
}
