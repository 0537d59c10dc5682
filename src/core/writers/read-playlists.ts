import { LiveOriginError } from "../../config/failure.ts";
import { MOST_RUNGS } from "../../config/ladder/rung-members.ts";
import { variantName } from "../../config/ladder/master-playlist.ts";
import type { Secret } from "../../config/secret.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { momentoHttp } from "../../services/momento/http-client.ts";
import { isExpired } from "../../services/momento/interrupted-key.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { type PlaylistSeen, playlistSeen, type PlaylistsSeen } from "./playlist-seen.ts";

const MASTER = "playlist.m3u8";
const TRIES = 3;
const TIMEOUT_MS = 5_000;

/**
 * Reads the playlists at the origin once: the master, the variants that it names, those of this stack's own ladder, and
 * those that were seen `before`; of a master no more than a ladder may have. With the stack's own keys, as players do;
 * without one that is good, with the account's.
 */
export async function readPlaylists(
  host: Pick<Host, "clock" | "signal">,
  stack: Stack,
  before: PlaylistsSeen = new Map(),
): Promise<PlaylistsSeen> {
  const read = async (name: string): Promise<PlaylistSeen> => {
    let seen = await readOnce(host, stack, name);
    for (let tried = 1; tried < TRIES && isPassing(seen); tried += 1) {
      await host.clock.sleep(stack.clients.pollMs.medialive, host.signal);
      seen = await readOnce(host, stack, name);
    }
    return seen;
  };
  const master = await read(MASTER);
  const named = master.is === "there" ? master.variants.slice(0, MOST_RUNGS) : [];
  const own = stack.spec.channel.ladder.map(variantName);
  const variants = [...new Set([...named, ...own, ...before.keys()])].filter(
    (name) => name !== MASTER,
  );
  const seen = await Promise.all(variants.map(async (name) => [name, await read(name)] as const));
  return new Map([[MASTER, master], ...seen]);
}

async function readOnce(
  host: Pick<Host, "clock" | "signal">,
  stack: Stack,
  name: string,
): Promise<PlaylistSeen> {
  const { momentoRestUrl: restUrl } = stack.planContext();
  const cache = cacheName(stack.planContext());
  const answers: PlaylistSeen[] = [];
  for (const key of goodKeys(stack, host.clock.now())) {
    try {
      const http = momentoHttp({ restUrl, key, timeoutMs: TIMEOUT_MS });
      const { status, body } = await http.get(cache, name, host.signal);
      const seen = playlistSeen(status, Buffer.from(body).toString("utf8"));
      if (status !== 401 && status !== 403) return seen;
      answers.push(seen);
    } catch (error) {
      if (!(error instanceof LiveOriginError)) throw error;
    }
  }
  return answers[0] ?? readWithAccount(host, stack, { cache, name });
}

/** Where no key of the stack's is good, or only Momento's gRPC can be reached from here. */
async function readWithAccount(
  { signal }: Pick<Host, "signal">,
  { clients }: Stack,
  { cache, name }: { readonly cache: string; readonly name: string },
): Promise<PlaylistSeen> {
  try {
    const text = await (await clients.momento()).readItem(cache, name, { signal });
    return text === undefined ? playlistSeen(404, "") : playlistSeen(200, text);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    return { is: "unknown", why: serviceWords(error.message) };
  }
}

/** Not those that have expired, nor those that an earlier run began to revoke. */
function goodKeys({ secrets, imported, planContext }: Stack, now: number): readonly Secret[] {
  return (["encoderKey", "playerKey"] as const).flatMap((kind) => {
    const key = imported[kind] ?? secrets.get(kind);
    if (key === undefined || !key.apiKey.isKnown) return [];
    const isOver = isExpired(key, now) || planContext().resources[kind]?.status === "deleting";
    return isOver ? [] : [key.apiKey];
  });
}

/** Throttled, or the service is in trouble: another look may tell. */
function isPassing(seen: PlaylistSeen): boolean {
  return seen.is === "unknown" && /answers (429|5\d\d)$/.test(seen.why);
}
