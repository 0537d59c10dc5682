import type { SandboxClock } from "../clock.ts";
import { cacheKey } from "./cache-key.ts";
import type { EdgeBehavior } from "./edge-config.ts";
import { errorPage } from "./error-page.ts";
import { errorSeconds, freshSeconds } from "./freshness.ts";
import type { CachedObject, ObjectCache } from "./object-cache.ts";
import { type OriginAnswer, type OriginClient, OriginFailure } from "./origin-client.ts";
import { viewerHeaders } from "./origin-headers.ts";
import { originRequest } from "./origin-request.ts";
import { type CacheResult, headerOf } from "./reply.ts";
import { createRequestCollapser } from "./request-collapse.ts";
import { storeObject } from "./store-object.ts";
import type { ViewerRequest } from "./viewer-request.ts";
import type { Wanted } from "./wanted.ts";

/** An object from the cache or on its way into it, or an answer that is passed on as it comes. */
export type Obtained =
  | { readonly object: CachedObject; readonly result: CacheResult }
  | { readonly answer: OriginAnswer; readonly result: CacheResult };

const CONDITIONS = [
  "range",
  "if-range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
] as const;

type Held = { readonly key: string; readonly known: CachedObject; readonly wanted: Wanted };

/** Gets objects from the cache, else from the origin, asking once for all who want the same at the same time. */
export function createObjectSource(
  clock: SandboxClock,
  cache: ObjectCache,
  client: OriginClient,
): (wanted: Wanted) => Promise<Obtained> {
  const collapse = createRequestCollapser();

  const find = (key: string, wanted: Wanted): CachedObject | undefined =>
    (wanted.viewer.method === "HEAD" ? cache.get(key) : undefined) ??
    cache.get(storeKey(key, wanted));

  const serve = (object: CachedObject, result: CacheResult): Obtained => ({
    object,
    result: object.status >= 400 ? "Error" : result,
  });

  return async (wanted) => {
    const { viewer, behavior } = wanted;
    if (!behavior.cachedMethods.has(viewer.method)) return passOn(await ask(wanted), wanted);
    const key = cacheKey(viewer, behavior);
    const fresh = (): Obtained | undefined => {
      const stored = find(key, wanted);
      return stored !== undefined && clock.now() < stored.freshUntil
        ? serve(stored, "Hit")
        : undefined;
    };
    const found = fresh();
    if (found !== undefined) return found;
    if (!isCollapsible(behavior) || viewer.headers.has("range")) return renew(key, wanted);
    const shared = await collapse(storeKey(key, wanted), () => renew(key, wanted));
    // What may not be cached may not be shared either: whoever waited for it asks for itself.
    return shared.own ? shared.value : (fresh() ?? renew(key, wanted));
  };

  async function renew(key: string, wanted: Wanted): Promise<Obtained> {
    const { viewer } = wanted;
    const stored = find(key, wanted);
    const known = stored !== undefined && stored.status < 400 ? stored : undefined;
    const conditional = wanted.behavior.cache.maxTtlSeconds > 0;
    try {
      const answer = await ask(
        wanted,
        conditional
          ? { ...range(wanted, known), ...revalidation(known) }
          : viewerConditions(viewer),
      );
      if (answer.status === 304 && conditional && known !== undefined)
        return refresh({ key, known, wanted }, answer);
      if (answer.status >= 500 && known?.staleAllowed === true) {
        answer.body.resume();
        return stale(
          { key, known, wanted },
          answer.status,
          headerOf(answer.headers, "cache-control"),
        );
      }
      return await keep(key, answer, wanted);
    } catch (error) {
      if (!(error instanceof OriginFailure)) throw error;
      if (known?.staleAllowed === true) return stale({ key, known, wanted }, error.status);
      return fail(key, error, wanted);
    }
  }

  function ask(wanted: Wanted, more: Readonly<Record<string, string>> = {}): Promise<OriginAnswer> {
    const request = originRequest(wanted.viewer, wanted.behavior, wanted.mark);
    return client.ask(
      wanted.behavior.origin,
      { ...request, headers: { ...more, ...request.headers } },
      wanted.body,
    );
  }

  async function keep(key: string, answer: OriginAnswer, wanted: Wanted): Promise<Obtained> {
    const seconds = lifetime(answer, wanted);
    const place = storeKey(key, wanted);
    if (seconds <= 0) {
      cache.delete(place);
      return passOn(answer, wanted);
    }
    const made = await storeObject({ answer, wanted, now: clock.now(), seconds });
    if ("passOn" in made) return passOn(made.passOn, wanted);
    cache.set(place, made.object);
    return serve(made.object, "Miss");
  }

  function lifetime(
    { status, headers }: OriginAnswer,
    { behavior, errorTtlSeconds }: Wanted,
  ): number {
    const cacheControl = headerOf(headers, "cache-control");
    if (status >= 400) return errorSeconds(status, cacheControl, errorTtlSeconds);
    if (status === 206 || status === 304 || behavior.cache.maxTtlSeconds === 0) return 0;
    if (headerOf(headers, "vary")?.trim() === "*" && behavior.cache.minTtlSeconds === 0) return 0;
    const expires = headerOf(headers, "expires");
    return freshSeconds({ cacheControl, expires }, behavior.cache, clock.now());
  }

  function refresh({ key, known, wanted }: Held, answer: OriginAnswer): Obtained {
    answer.body.resume();
    const newer = new Map(
      viewerHeaders(answer.headers, wanted.behavior).map(([name, value]) => [
        name.toLowerCase(),
        value,
      ]),
    );
    const headers = known.headers.map(
      ([name, value]) =>
        [
          name,
          name.toLowerCase() === "content-length"
            ? value
            : (newer.get(name.toLowerCase()) ?? value),
        ] as const,
    );
    const seconds = lifetime({ ...answer, status: 200, headers }, wanted);
    const object = {
      ...known,
      headers,
      storedAt: clock.now(),
      freshUntil: clock.now() + seconds * 1000,
    };
    cache.set(storeKey(key, wanted), object);
    return serve(object, "RefreshHit");
  }

  function stale({ key, known, wanted }: Held, status: number, cacheControl?: string): Obtained {
    const seconds = errorSeconds(status, cacheControl, wanted.errorTtlSeconds);
    const object = { ...known, freshUntil: clock.now() + seconds * 1000 };
    cache.set(storeKey(key, wanted), object);
    return serve(object, "Hit");
  }

  function fail(key: string, failure: OriginFailure, wanted: Wanted): Obtained {
    const seconds = errorSeconds(failure.status, undefined, wanted.errorTtlSeconds);
    const body = errorPage(
      failure.status,
      `CloudFront wasn't able to get an answer from the origin. ${failure.message}`,
      wanted.mark.requestId,
    );
    const object: CachedObject = {
      status: failure.status,
      headers: [
        ["Server", "CloudFront"],
        ["Content-Type", "text/html"],
        ["Content-Length", String(body.length)],
      ],
      body,
      storedAt: clock.now(),
      freshUntil: clock.now() + seconds * 1000,
      validators: {},
      staleAllowed: false,
    };
    if (seconds > 0) cache.set(storeKey(key, wanted), object);
    return serve(object, "Error");
  }
}

/** HEAD is answered with a stored GET, but an answer to HEAD has no body to answer GET with. */
function storeKey(key: string, { viewer }: Wanted): string {
  return viewer.method === "HEAD" ? `${key}\nHEAD` : key;
}

/**
 * Not under CachingDisabled and not where cookies are forwarded (developer guide, "Simultaneous requests for the same
 * object").
 */
function isCollapsible({ cache, forward }: EdgeBehavior): boolean {
  return (
    cache.maxTtlSeconds > 0 &&
    cache.cookies.mode === "none" &&
    (forward?.cookies.mode ?? "none") === "none"
  );
}

function passOn(answer: OriginAnswer, { behavior }: Wanted): Obtained {
  const headers = viewerHeaders(answer.headers, behavior);
  return { answer: { ...answer, headers }, result: answer.status >= 400 ? "Error" : "Miss" };
}

function revalidation(known: CachedObject | undefined): Readonly<Record<string, string>> {
  const { etag, lastModified } = known?.validators ?? {};
  return {
    ...(etag === undefined ? {} : { "if-none-match": etag }),
    ...(lastModified === undefined ? {} : { "if-modified-since": lastModified }),
  };
}

/** A range of what is not here yet is the origin's to cut, if it can. */
function range(
  { viewer }: Wanted,
  known: CachedObject | undefined,
): Readonly<Record<string, string>> {
  const asked = viewer.headers.get("range");
  return asked === undefined || known !== undefined ? {} : { range: asked };
}

function viewerConditions({ headers }: ViewerRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    CONDITIONS.flatMap((name) => {
      const value = headers.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
