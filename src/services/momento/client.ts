import {
  AuthClient,
  AuthClientConfigurations,
  CacheClient,
  CacheGetResponse,
  CacheSetIfAbsentResponse,
  Configurations,
  CreateCacheResponse,
  type CredentialProvider,
  DeleteCacheResponse,
  ExpiresIn,
  FixedCountRetryStrategy,
  GenerateApiKeyResponse,
  ListCachesResponse,
  NoopMomentoLoggerFactory,
  type PermissionScope,
  RefreshApiKeyResponse,
} from "@gomomento/sdk";
import type { StoredKey } from "../../core/engine/resource.ts";
import { retry } from "../../core/engine/retry.ts";
import type { Secret } from "../../config/secret.ts";
import { type CallOptions, retryListener, type RetryOptions } from "../aws/call-options.ts";
import { once } from "../once.ts";
import { untilAborted } from "../until-aborted.ts";
import { answeredKey } from "./answered-key.ts";
import { credentials } from "./credentials-client.ts";
import { momentoFailure, momentoTransient, type MomentoOperation } from "./failure.ts";
import { ABSENT_KEY } from "./missing-cache.ts";
import { cacheLimits, type CacheLimits } from "./reported-limits.ts";
import { keyRequest, type KeyRole } from "./requests.ts";

export type MomentoAccess = RetryOptions & {
  /** A whole key, as `readApiKey` gives it; for `refreshKey` alone, any key. */
  readonly apiKey: Secret;
  /** Bare cell host; needed for keys that do not carry it. */
  readonly endpoint?: string | undefined;
  /** A plain-text gRPC server on this machine that stands for control, cache and token endpoints at once. */
  readonly loopback?: { readonly grpcTarget: string; readonly restUrl: string } | undefined;
};

/** Momento's control and auth services as we use them. Every failure is a LiveOriginError named `MOMENTO_…`. */
export type MomentoClient = {
  createCache(name: string, callOptions: CallOptions): Promise<"created" | "exists">;
  deleteCache(name: string, callOptions: CallOptions): Promise<"deleted" | "absent">;
  /** Asks for a key in it, because listCaches shows the first page only. */
  cacheExists(name: string, callOptions: CallOptions): Promise<boolean>;
  /** An item as text; undefined where there is none, or no such cache. */
  readItem(cache: string, key: string, callOptions: CallOptions): Promise<string | undefined>;
  /** Stores an item, in one indivisible step, if there is none under its key. False where one is held. */
  setIfAbsent(
    item: {
      readonly cache: string;
      readonly key: string;
      readonly value: string;
      readonly ttlSeconds: number;
    },
    callOptions: CallOptions,
  ): Promise<boolean>;
  /** What the account reports about `name`, else about its first cache. */
  limits(name: string, callOptions: CallOptions): Promise<CacheLimits>;
  generateKey(
    request: { readonly cache: string; readonly role: KeyRole; readonly days: number },
    callOptions: CallOptions,
  ): Promise<StoredKey>;
  /** A key of the same scope and duration for a stored one with a refresh token; the old one stays valid. */
  refreshKey(key: StoredKey, callOptions: CallOptions): Promise<StoredKey>;
  /** May this key manage the account's caches? A key for one cache may not. */
  isManager(key: StoredKey, callOptions: CallOptions): Promise<boolean>;
  close(): void;
};

const DEADLINE_MS = 30_000;

/**
 * Connects to Momento: nothing is opened before the first call. The SDK's own retries are off (its control and auth clients
 * have none anyway) and its loggers are silent. Open connections may keep the process alive after `close`.
 */
export function connectMomento(access: MomentoAccess): MomentoClient {
  const silent = new NoopMomentoLoggerFactory();
  const provider = once(() => credentials(access, access.apiKey));
  const cacheFor = (credentialProvider: CredentialProvider): CacheClient =>
    new CacheClient({
      credentialProvider,
      defaultTtlSeconds: 60,
      configuration: Configurations.Laptop.latest(silent)
        .withNumConnections(1)
        .withClientTimeoutMillis(10_000)
        .withRetryStrategy(new FixedCountRetryStrategy({ loggerFactory: silent, maxAttempts: 0 })),
    });
  const cache = once(() => cacheFor(provider()));
  const authFor = (credentialProvider: CredentialProvider): AuthClient =>
    new AuthClient({
      credentialProvider,
      configuration: AuthClientConfigurations.Default.latest(silent),
    });
  const auth = once(() => authFor(provider()));
  const ask = <Answer>(
    asked: MomentoOperation,
    callOptions: CallOptions,
    work: () => Promise<Answer>,
  ): Promise<Answer> => call({ pace: access, asked, callOptions, work });

  return {
    createCache: (name, callOptions) =>
      ask({ operation: "createCache", cache: name }, callOptions, async () => {
        const answer = await cache().createCache(name);
        if (answer.type === CreateCacheResponse.Error) throw answer.innerException();
        return answer.type === CreateCacheResponse.Success ? "created" : "exists";
      }),
    deleteCache: (name, callOptions) =>
      ask({ operation: "deleteCache", cache: name }, callOptions, async () => {
        const answer = await cache().deleteCache(name);
        if (answer.type === DeleteCacheResponse.Success) return "deleted";
        if (isNotFound(answer)) return "absent";
        throw answer.innerException();
      }),
    cacheExists: (name, callOptions) =>
      ask({ operation: "get", cache: name }, callOptions, async () => {
        const answer = await cache().get(name, ABSENT_KEY);
        if (answer.type !== CacheGetResponse.Error) return true;
        if (isNotFound(answer)) return false;
        throw answer.innerException();
      }),
    readItem: (name, key, callOptions) =>
      ask({ operation: "get", cache: name }, callOptions, async () => {
        const answer = await cache().get(name, key);
        if (answer.type === CacheGetResponse.Hit) return answer.valueString();
        if (answer.type === CacheGetResponse.Miss || isNotFound(answer)) return undefined;
        throw answer.innerException();
      }),
    setIfAbsent: ({ cache: name, key, value, ttlSeconds }, callOptions) =>
      ask({ operation: "setIfAbsent", cache: name }, callOptions, async () => {
        const answer = await cache().setIfAbsent(name, key, value, { ttl: ttlSeconds });
        if (answer.type === CacheSetIfAbsentResponse.Error) throw answer.innerException();
        return answer.type === CacheSetIfAbsentResponse.Stored;
      }),
    limits: (name, callOptions) =>
      ask({ operation: "listCaches" }, callOptions, async () => {
        const answer = await cache().listCaches();
        if (answer.type === ListCachesResponse.Error) throw answer.innerException();
        return cacheLimits(name, answer.getCaches());
      }),
    generateKey: ({ cache: name, role, days }, callOptions) =>
      ask({ operation: "generateApiKey", cache: name }, callOptions, async () => {
        const { scope, expiresIn } = keyRequest(name, role, days);
        const answer = await auth().generateApiKey(
          // The SDK's role is an enum of the same strings.
          scope as unknown as PermissionScope,
          ExpiresIn.seconds(expiresIn.validForSeconds),
        );
        if (answer.type === GenerateApiKeyResponse.Error) throw answer.innerException();
        return answeredKey(answer);
      }),
    refreshKey: (key, callOptions) => {
      const holder = once(() => authFor(credentials(access, key.apiKey)));
      return ask({ operation: "refreshApiKey" }, callOptions, async () => {
        const answer = await holder().refreshApiKey(key.refreshToken?.reveal() ?? "");
        if (answer.type === RefreshApiKeyResponse.Error) throw answer.innerException();
        return answeredKey(answer);
      });
    },
    isManager: async (key, callOptions) => {
      const other = once(() => cacheFor(credentials(access, key.apiKey)));
      try {
        return await ask({ operation: "listCaches" }, callOptions, async () => {
          const answer = await other().listCaches();
          if (answer.type === ListCachesResponse.Success) return true;
          if (answer.errorCode() === "PERMISSION_ERROR") return false;
          throw answer.innerException();
        });
      } finally {
        if (other.isMade()) other().close();
      }
    },
    close: () => {
      if (cache.isMade()) cache().close();
    },
  };
}

async function call<Answer>({
  pace,
  asked,
  callOptions,
  work,
}: {
  readonly pace: RetryOptions;
  readonly asked: MomentoOperation;
  readonly callOptions: CallOptions;
  readonly work: () => Promise<Answer>;
}): Promise<Answer> {
  const { clock, random } = pace;
  const { signal } = callOptions;
  try {
    return await retry(
      { clock, random, signal, ...retryListener(pace, callOptions, `momento:${asked.operation}`) },
      {
        transient: momentoTransient(),
        deadlineMs: DEADLINE_MS,
        firstDelayMs: 300,
        maxDelayMs: 5_000,
      },
      () => untilAborted(signal, work),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw momentoFailure(error, asked);
  }
}

function isNotFound(answer: { errorCode(): string }): boolean {
  return answer.errorCode() === "NOT_FOUND_ERROR";
}
