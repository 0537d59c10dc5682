import { control } from "@gomomento/generated-types";
import type { Metadata } from "@grpc/grpc-js";
import type { SandboxClock } from "../clock.ts";
import { createTokenBucket } from "../token-bucket.ts";
import type { Grant } from "./grant.ts";
import type { GrpcService, Rpc } from "./grpc.ts";
import { bearerOf } from "./metadata.ts";
import type { KeyIssuer } from "./keys.ts";
import { type AccountLimits, TOPIC_LIMITS } from "./limits.ts";
import { cacheNotFound, permissionDenied, refusal } from "./refusals.ts";
import type { Store } from "./store.ts";

const wire = control.control_client;
type Named = { readonly cache_name: string };

/** Momento's command line asks for three characters at least. */
const MIN_NAME = 3;
/** Caches per page of ListCaches; the real figure is not documented. */
const PAGE = 100;

/** ScsControl: create, delete, flush and list caches. Only unscoped keys may. */
export function createControlPlane({
  keys,
  store,
  limits,
  clock,
}: {
  readonly keys: KeyIssuer;
  readonly store: Store;
  readonly limits: AccountLimits;
  readonly clock: SandboxClock;
}): GrpcService {
  const pace = createTokenBucket(limits.controlCallsPerSecond ?? Infinity, clock);
  const admit = (metadata: Metadata, allowed: (grant: Grant) => boolean): void => {
    if (!allowed(keys.grantOf(bearerOf(metadata)))) throw permissionDenied();
    if (limits.controlCallsPerSecond !== undefined && !pace.take(1))
      throw refusal(
        "RESOURCE_EXHAUSTED",
        `Rate of ${limits.controlCallsPerSecond} control operations per second exceeded`,
      );
  };
  const resource = (request: Named): string => request.cache_name;

  const createCache: Rpc<Named, unknown> = {
    resource,
    answer({ cache_name }, metadata) {
      admit(metadata, (grant) => grant.manageCaches);
      if (cache_name.trim().length < MIN_NAME)
        throw refusal("INVALID_ARGUMENT", `A cache name has at least ${MIN_NAME} characters`);
      if (store.has(cache_name))
        throw refusal("ALREADY_EXISTS", `Cache with name: ${cache_name} already exists`);
      if (store.names().length >= limits.maxCaches)
        throw refusal("RESOURCE_EXHAUSTED", `Limit of ${limits.maxCaches} caches exceeded`);
      store.create(cache_name);
      return new wire._CreateCacheResponse();
    },
  };
  const deleteCache: Rpc<Named, unknown> = {
    resource,
    answer({ cache_name }, metadata) {
      admit(metadata, (grant) => grant.manageCaches);
      if (!store.has(cache_name)) throw cacheNotFound();
      store.remove(cache_name);
      return new wire._DeleteCacheResponse();
    },
  };
  const flushCache: Rpc<Named, unknown> = {
    resource,
    answer({ cache_name }, metadata) {
      admit(metadata, (grant) => grant.manageCaches);
      if (!store.has(cache_name)) throw cacheNotFound();
      store.flush(cache_name);
      return new wire._FlushCacheResponse();
    },
  };
  const listCaches: Rpc<{ readonly next_token: string }, unknown> = {
    answer({ next_token }, metadata) {
      admit(metadata, (grant) => grant.listCaches);
      const from = Number(next_token === "" ? 0 : next_token) || 0;
      const names = store.names();
      return new wire._ListCachesResponse({
        cache: names.slice(from, from + PAGE).map((cache_name) => describe(cache_name, limits)),
        next_token: from + PAGE < names.length ? String(from + PAGE) : "",
      });
    },
  };
  return {
    definition: wire.UnimplementedScsControlService.definition,
    rpcs: {
      CreateCache: createCache,
      DeleteCache: deleteCache,
      FlushCache: flushCache,
      ListCaches: listCaches,
    },
  };
}

function describe(cache_name: string, limits: AccountLimits) {
  return new wire._Cache({
    cache_name,
    cache_limits: new wire._CacheLimits({
      max_traffic_rate: limits.operationsPerSecond,
      max_throughput_kbps: limits.throughputKiBps,
      max_item_size_kb: limits.maxItemKiB,
      max_ttl_seconds: limits.maxTtlSeconds,
    }),
    topic_limits: new wire._TopicLimits(TOPIC_LIMITS),
  });
}
