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
 * wins. Where the key of this run may not set it so, or only HTTP gets through, it is written and read again. A claim that
 * cannot be made is warned of, and the look at the playlists is what is left. Throws CLAIMED_ELSEWHERE, and
 * MOMENTO_CACHE_NOT_FOUND: a channel that writes nowhere would only bill.
 */
export async function claimCache(host: Host, stack: Stack): Promise<void> {
  const { stackId } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const say = (level: "info" | "warning", code: string, message: string): void =>
    host.emit({ type: "note", level, code, message });
  let holder: string | undefined;
  try {
    holder = await setClaim(host, stack);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    if (error.code === "MOMENTO_CACHE_NOT_FOUND")
      throw new LiveOriginError({
        code: "MOMENTO_CACHE_NOT_FOUND",
        message: `The cache ${cache} does not exist any more, so the channel would write nowhere. Nothing was started.`,
        hint: `Make it again: ${host.commandFor("init", stack.spec.name)}`,
        resource: "cache",
      });
    const why = serviceWords(error.message);
    const written = await writeClaim(host, stack);
    if ("failed" in written) {
      const message = `The cache ${cache} could not be claimed for this start: ${why} ${written.failed} Another stack that starts at the same moment would not see it.`;
      say("warning", "CACHE_NOT_CLAIMED", message);
      return;
    }
    ({ holder } = written);
    if (holder === stackId) {
      const message = `The cache ${cache} is claimed by a write and a look after it, because it could not be claimed in one step: ${why}`;
      say("info", "CLAIMED_IN_STEPS", message);
    }
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

/** Sets the claim in one step over gRPC with the key of this run; returns who has it then. */
async function setClaim({ signal }: Host, stack: Stack): Promise<string | undefined> {
  const { stackId: value } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const momento = await stack.clients.momento();
  const claim = { cache, key: KEY, value, ttlSeconds: TTL_SECONDS };
  if (await momento.setIfAbsent(claim, { signal })) return value;
  const holder = await momento.readItem(cache, KEY, { signal });
  if (holder !== undefined) return holder;
  // It expired between the two questions.
  if (await momento.setIfAbsent(claim, { signal })) return value;
  return momento.readItem(cache, KEY, { signal });
}

/**
 * The same with the stack's own keys over HTTP, which has no condition (Momento docs, HTTP API): looks, writes, and looks again
 * when a write at the same moment has arrived. The last to write has it.
 */
async function writeClaim(
  { clock, signal }: Host,
  { planContext }: Stack,
): Promise<{ readonly holder: string | undefined } | { readonly failed: string }> {
  const { momentoRestUrl: restUrl, secrets, stackId } = planContext();
  const cache = cacheName(planContext());
  const keys = [secrets.encoderKey, secrets.playerKey].filter(({ isKnown }) => isKnown);
  const origins = keys.map((key) => momentoHttp({ restUrl, key, timeoutMs: TIMEOUT_MS }));
  const look = async (): Promise<{ readonly status: number; readonly text: string }> => {
    let last = { status: 0, text: "" };
    for (const origin of origins) {
      const { status, body } = await origin.get(cache, KEY, signal);
      last = { status, text: Buffer.from(body).toString("utf8") };
      // A key that may only write is followed by the players', which may read.
      if (status !== 401 && status !== 403) break;
    }
    return last;
  };
  const failed = (status: number): { readonly failed: string } => ({
    failed: `The stack's own keys do not help: the origin answers ${status}.`,
  });
  if (!secrets.encoderKey.isKnown) return { failed: "The stack's own keys are not here." };
  try {
    const before = await look();
    if (before.status === 200 && before.text !== stackId) return { holder: before.text };
    if (before.status !== 200 && before.status !== 404) return failed(before.status);
    const claim = { body: Buffer.from(stackId), ttlSeconds: TTL_SECONDS, signal };
    const put = await origins[0]?.put(cache, KEY, claim);
    if (put === undefined || put.status >= 300) return failed(put?.status ?? 0);
    await clock.sleep(TIMEOUT_MS, signal);
    const after = await look();
    return after.status === 200 ? { holder: after.text } : failed(after.status);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return { failed: serviceWords(error.message) };
  }
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
