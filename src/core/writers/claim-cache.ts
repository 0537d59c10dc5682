import { LiveOriginError } from "../../config/failure.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { cacheOfItsOwn } from "./another-writer.ts";

const KEY = "live-origin-claim";
/** A channel has five minutes to start and its first picture two more; then what it writes is claim enough. */
const TTL_SECONDS = 600;
const TIMEOUT_MS = 5_000;
const STACK_ID = /^[0-9a-f]{16}$/;

/**
 * Claims the cache for a start of this stack: one small item, set only if there is none, so of two starts at once one
 * wins. A claim that cannot be made is warned of, and the look at the playlists is what is left. Throws CLAIMED_ELSEWHERE, and
 * MOMENTO_CACHE_NOT_FOUND: a channel that writes nowhere would only bill.
 */
export async function claimCache(host: Host, stack: Stack): Promise<void> {
  const { stackId } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const callOptions = { signal: host.signal };
  let holder: string | undefined;
  try {
    const momento = await stack.clients.momento();
    const claim = { cache, key: KEY, value: stackId, ttlSeconds: TTL_SECONDS };
    if (await momento.setIfAbsent(claim, callOptions)) return;
    holder = await momento.readItem(cache, KEY, callOptions);
    // It ran out between the two questions.
    if (holder === undefined && (await momento.setIfAbsent(claim, callOptions))) return;
    holder ??= await momento.readItem(cache, KEY, callOptions);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    if (error.code === "MOMENTO_CACHE_NOT_FOUND")
      throw new LiveOriginError({
        code: "MOMENTO_CACHE_NOT_FOUND",
        message: `The cache ${cache} does not exist any more, so the channel would write nowhere. Nothing was started.`,
        hint: `Make it again: ${host.commandFor("init", stack.spec.name)}`,
        resource: "cache",
      });
    host.emit({
      type: "note",
      level: "warning",
      code: "CACHE_NOT_CLAIMED",
      message: `The cache ${cache} could not be claimed for this start: ${error.message} Another stack that starts at the same moment would not see it.`,
    });
    return;
  }
  if (holder === stackId) return;
  const named = holder !== undefined && STACK_ID.test(holder) ? `stack ${holder}` : "another stack";
  throw new LiveOriginError({
    code: "CLAIMED_ELSEWHERE",
    message: `The cache ${cache} is claimed by ${serviceWords(named)}, which starts its channel there or did so less than ${TTL_SECONDS / 60} minutes ago. Two shows in one cache overwrite each other. Nothing was started.`,
    hint: cacheOfItsOwn(host, stack),
    resource: "cache",
  });
}

/** Takes our own claim back: the show is over, or did not begin. A claim that cannot be removed expires by itself. */
export async function releaseClaim(
  { signal }: Pick<Host, "signal">,
  { planContext, secrets }: Pick<Stack, "planContext" | "secrets">,
): Promise<void> {
  const key = secrets.get("encoderKey")?.apiKey;
  if (key?.isKnown !== true) return;
  const { momentoRestUrl: restUrl, stackId } = planContext();
  const cache = cacheName(planContext());
  const http = momentoHttp({ restUrl, key, timeoutMs: TIMEOUT_MS });
  try {
    const { status, body } = await http.get(cache, KEY, signal);
    if (status !== 200 || Buffer.from(body).toString("utf8") !== stackId) return;
    await http.delete(cache, KEY, signal);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
  }
}
