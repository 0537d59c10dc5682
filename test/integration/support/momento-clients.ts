import {
  AuthClient,
  CacheClient,
  Configurations,
  AuthClientConfigurations,
  CredentialProvider,
  NoopMomentoLoggerFactory,
} from "@gomomento/sdk";

/** The real clients, pointed at a sandbox as Momento's SDK allows it. */
export function clientsFor(apiKey: string, target: string) {
  const credentialProvider = CredentialProvider.fromString({
    apiKey,
    endpointOverrides: {
      controlEndpoint: target,
      cacheEndpoint: target,
      tokenEndpoint: target,
      secureConnection: false,
    },
  });
  const quiet = new NoopMomentoLoggerFactory();
  const cache = new CacheClient({
    credentialProvider,
    configuration: Configurations.Laptop.v1(quiet),
    defaultTtlSeconds: 60,
  });
  const auth = new AuthClient({
    credentialProvider,
    configuration: AuthClientConfigurations.Default.latest(quiet),
  });
  return { cache, auth, close: () => cache.close() };
}
