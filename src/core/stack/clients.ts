import type { Host } from "../host.ts";
import type { Retrying } from "../engine/retry.ts";
import type { AwsAccess } from "../../services/aws/aws-options.ts";
import type { CloudFrontClient } from "../../services/cloudfront/client.ts";
import type { IamClient, Identity } from "../../services/iam/client.ts";
import type { MediaLiveClient } from "../../services/medialive/client.ts";
import type { AccountClient } from "../../services/momento/account-client.ts";
import { requireV2 } from "../../services/momento/account-failure.ts";
import type { MomentoClient } from "../../services/momento/client.ts";
import { momentoKeyNeeded } from "../../services/momento/key-needed.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import type { PricingClient } from "../../services/pricing/client.ts";
import type { SchedulerClient } from "../../services/scheduler/client.ts";
import type { ServiceQuotasClient } from "../../services/service-quotas/client.ts";
import type { SsmClient } from "../../services/ssm/client.ts";
import { Secret } from "../../config/secret.ts";
import { DEFAULT_ACCOUNT_URL, restUrlOf } from "../../config/momento-endpoint.ts";
import { foreignHost, urlOwner } from "../../config/momento-host.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import { type ClientPool, listingOnce, openClientPool } from "./client-pool.ts";
import type { RehearsalEndpoints } from "./rehearsal-endpoints.ts";

/** The clients of one run, each loaded and connected when it is first needed. */
export type Clients = AsyncDisposable & {
  /** Rejects with INPUT_NEEDED where this run has no key for Momento. */
  readonly momento: () => Promise<MomentoClient>;
  /** Has this run a key that Momento can be asked with? */
  readonly hasMomento: boolean;
  /** That key. */
  readonly momentoKey: Secret | undefined;
  /** Roles and keys of the Momento account. Rejects with MOMENTO_KEY_NOT_V2. */
  readonly account: () => Promise<AccountClient>;
  /** Could `account` be asked with the key of this run? */
  readonly hasAccount: boolean;
  readonly medialive: () => Promise<MediaLiveClient>;
  readonly cloudfront: () => Promise<CloudFrontClient>;
  readonly iam: () => Promise<IamClient>;
  readonly ssm: () => Promise<SsmClient>;
  /** Undefined in the rehearsal of a sandbox that has none. */
  readonly scheduler: (() => Promise<SchedulerClient>) | undefined;
  /** Undefined in every rehearsal: the emulated prices are no prices. */
  readonly pricing: (() => Promise<PricingClient>) | undefined;
  /** Undefined in the rehearsal of a sandbox that has none. */
  readonly serviceQuotas: (() => Promise<ServiceQuotasClient>) | undefined;
  readonly identity: () => Promise<Identity>;
  /** Momento's HTTP data API, without a trailing slash. */
  readonly momentoRestUrl: string;
  /** The longest pauses between two looks at a state, in milliseconds. */
  readonly pollMs: { readonly medialive: number; readonly cloudfront: number };
  /** How long playlists must stay unchanged before nobody is said to write them, milliseconds; longer where three target durations are. */
  readonly quietMs: number;
};

type ClientsOptions = {
  readonly region: string;
  readonly profile: string | undefined;
  /** Undefined where none is needed for what is done. */
  readonly momentoKey: Secret | undefined;
  /** That key is for one cache: what of it can be told over HTTP is asked there. */
  readonly isKeyForOneCache?: boolean | undefined;
  /** Bare cell host. */
  readonly momentoEndpoint: string;
  /** Of Momento's account API, where the Spec names one; a rehearsal has its own. */
  readonly accountUrl?: string | undefined;
  /** Set in a rehearsal: the emulators' endpoints. */
  readonly rehearsal: RehearsalEndpoints | undefined;
  /** Shared with other stacks, whose run closes it: then only looked with, and lists of the account are read once. */
  readonly pool?: ClientPool | undefined;
  /** Told before every pause of a call that no step listens to: looks at what is there. */
  readonly onRetry?: Retrying["onRetry"];
};

/** Never the profile chain in a rehearsal: these sign requests to loopback and mean nothing anywhere else. */
const REHEARSAL_CREDENTIALS = {
  accessKeyId: "AKIAREHEARSAL0000000",
  secretAccessKey: "rehearsal-only",
};

/** How many times faster than the clouds a sandbox goes from state to state. */
const TIMES_FASTER: Readonly<Record<string, number>> = { instant: 15, brief: 10, realistic: 1 };

/** Once in three or five seconds; in a rehearsal as much oftener as all is faster. */
function pollMs(rehearsal: RehearsalEndpoints | undefined): Clients["pollMs"] {
  const faster = rehearsal === undefined ? 1 : (TIMES_FASTER[rehearsal.latency ?? "brief"] ?? 10);
  return { medialive: 3_000 / faster, cloudfront: 5_000 / faster };
}

/**
 * Connects to the clouds, or to the emulators of a rehearsal: the difference is where, never how. The last door before the
 * network: a Momento credential of the clouds goes to Momento, one of a rehearsal to this machine. Throws
 * MOMENTO_HOST_FOREIGN.
 */
export function connectClients(
  host: Pick<Host, "clock" | "random">,
  options: ClientsOptions,
): Clients {
  const { region, rehearsal } = options;
  const pace = { clock: host.clock, random: host.random, onRetry: options.onRetry };
  const emulated = (endpoint: string): AwsAccess => ({
    region,
    endpoint,
    credentials: REHEARSAL_CREDENTIALS,
  });
  const real: AwsAccess = { region, profile: options.profile };
  const access = (service: "medialive" | "cloudfront" | "iam" | "sts" | "ssm"): AwsAccess =>
    rehearsal === undefined ? real : emulated(rehearsal.endpoints[service]);
  const pool = options.pool ?? openClientPool();
  const whose = [options.profile, rehearsal?.id];
  const opened =
    <Client extends { close(): Promise<void> | void }>(
      words: string | readonly unknown[],
      connect: () => Promise<Client>,
    ): (() => Promise<Client>) =>
    () =>
      pool.client([words, ...whose], connect);
  const listing: typeof listingOnce = (client, ...lists) =>
    options.pool === undefined ? client : listingOnce(client, ...lists);
  const momentoRestUrl = rehearsal?.endpoints.momentoRest ?? restUrlOf(options.momentoEndpoint);
  const accountUrl =
    rehearsal?.endpoints.momentoAccount ?? options.accountUrl ?? DEFAULT_ACCOUNT_URL;
  for (const [setting, value] of [
    ["origin.endpoint", momentoRestUrl],
    ["origin.accountUrl", accountUrl],
    ...(rehearsal === undefined
      ? []
      : ([["momentoGrpc", `http://${rehearsal.endpoints.momentoGrpc}`]] as const)),
  ] as const)
    if (urlOwner(value) !== (rehearsal === undefined ? "momento" : "here"))
      throw foreignHost({ setting, from: "the settings", value });
  const accountKey =
    rehearsal === undefined
      ? options.momentoKey
      : Secret.of(rehearsal.momentoAccountKey ?? rehearsal.momentoApiKey);
  const identityClient = opened(["sts", region], async () => {
    const { connectIdentity } = await import("../../services/iam/identity-client.ts");
    return connectIdentity(access("sts"), pace);
  });
  const keyWords = fingerprint(options.momentoKey ?? Secret.pending());
  return {
    momentoRestUrl,
    pollMs: pollMs(rehearsal),
    hasMomento: options.momentoKey !== undefined,
    momentoKey: options.momentoKey,
    // An encoder's retries take 20 s: four seconds, five times. On this machine nothing needs them.
    quietMs: rehearsal === undefined ? 30_000 : 2_000,
    momento: opened([momentoRestUrl, keyWords, options.isKeyForOneCache], async () => {
      if (options.momentoKey === undefined) throw momentoKeyNeeded();
      const { connectMomento } = await import("../../services/momento/client.ts");
      const client = connectMomento({
        apiKey: options.momentoKey,
        endpoint: options.momentoEndpoint,
        ...(rehearsal !== undefined && {
          loopback: { grpcTarget: rehearsal.endpoints.momentoGrpc, restUrl: momentoRestUrl },
        }),
        ...pace,
      });
      if (options.isKeyForOneCache !== true) return client;
      const { existsOverHttp } = await import("../../services/momento/exists-over-http.ts");
      const http = { restUrl: momentoRestUrl, key: options.momentoKey };
      return { ...client, cacheExists: existsOverHttp(http, pace) };
    }),
    account: opened(["account", accountUrl, keyWords], async () => {
      if (accountKey === undefined) throw momentoKeyNeeded();
      requireV2(accountKey.reveal(), rehearsal === undefined ? "use" : "sandbox.json");
      const { connectAccount } = await import("../../services/momento/account-client.ts");
      const client = connectAccount({ url: accountUrl, apiKey: accountKey, ...pace });
      return listing(client, "listRoles", "listKeys");
    }),
    hasAccount: accountKey?.isKnown === true && keyKind(accountKey.reveal()).kind === "v2",
    medialive: opened(["medialive", region], async () => {
      const { connectMediaLive } = await import("../../services/medialive/client.ts");
      const client = connectMediaLive(access("medialive"), pace);
      return listing(client, "listInputs", "listChannels", "listSecurityGroups");
    }),
    cloudfront: opened("cloudfront", async () => {
      const { connectCloudFront } = await import("../../services/cloudfront/client.ts");
      const client = connectCloudFront(access("cloudfront"), pace);
      return listing(client, "listDistributions", "listCachePolicies");
    }),
    iam: opened("iam", async () => {
      const { connectIam } = await import("../../services/iam/client.ts");
      return connectIam(access("iam"), pace);
    }),
    ssm: opened(["ssm", region], async () => {
      const { connectSsm } = await import("../../services/ssm/client.ts");
      return connectSsm(access("ssm"), pace);
    }),
    scheduler:
      rehearsal !== undefined && rehearsal.endpoints.scheduler === undefined
        ? undefined
        : opened(["scheduler", region], async () => {
            const { connectScheduler } = await import("../../services/scheduler/client.ts");
            const endpoint = rehearsal?.endpoints.scheduler;
            return connectScheduler(endpoint === undefined ? real : emulated(endpoint), pace);
          }),
    serviceQuotas:
      rehearsal !== undefined && rehearsal.endpoints.serviceQuotas === undefined
        ? undefined
        : opened(["quotas", region], async () => {
            const { connectServiceQuotas } =
              await import("../../services/service-quotas/client.ts");
            const endpoint = rehearsal?.endpoints.serviceQuotas;
            return connectServiceQuotas(endpoint === undefined ? real : emulated(endpoint), pace);
          }),
    pricing:
      rehearsal === undefined
        ? opened("pricing", async () => {
            const { connectPricing } = await import("../../services/pricing/client.ts");
            return connectPricing(real, pace);
          })
        : undefined,
    identity: () =>
      pool.once(["identity", region, ...whose], async () => (await identityClient()).whoAmI()),
    // Several hold the same clients: who comes second finds nothing left to close.
    [Symbol.asyncDispose]: () =>
      options.pool === undefined ? pool[Symbol.asyncDispose]() : Promise.resolve(),
  };
}
