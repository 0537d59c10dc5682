// Runs in a process of its own, because gRPC reads its trusted certificates when it is loaded.
// Nothing here knows of a sandbox: keys, endpoint and cache come as arguments, as a user would have them.
import {
  AuthClient,
  AuthClientConfigurations,
  CacheClient,
  Configurations,
  CredentialProvider,
  ExpiresIn,
  NoopMomentoLoggerFactory,
  PermissionScopes,
} from "@gomomento/sdk";

const [v1Key, v2Key, endpoint, cacheName] = process.argv.slice(2);
const quiet = new NoopMomentoLoggerFactory();
const outcome = {};
for (const [kind, credentialProvider] of [
  ["v1", CredentialProvider.fromString(v1Key)],
  ["v2", CredentialProvider.fromApiKeyV2({ apiKey: v2Key, endpoint })],
]) {
  const cache = new CacheClient({
    credentialProvider,
    configuration: Configurations.Laptop.v1(quiet),
    defaultTtlSeconds: 60,
  });
  const auth = new AuthClient({
    credentialProvider,
    configuration: AuthClientConfigurations.Default.latest(quiet),
  });
  const answers = [
    await cache.createCache(cacheName),
    await cache.set(cacheName, "written-by", kind),
    await cache.get(cacheName, "written-by"),
    await auth.generateApiKey(PermissionScopes.cacheReadOnly(cacheName), ExpiresIn.hours(1)),
  ];
  outcome[kind] = answers.map((answer) => answer.type);
}
process.stdout.write(JSON.stringify(outcome), () => process.exit(0));
