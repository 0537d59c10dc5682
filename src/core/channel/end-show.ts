import { LiveOriginError } from "../../config/failure.ts";
import { variantName } from "../../config/ladder/master-playlist.ts";
import { serviceWords } from "../../config/text/redact.ts";
import { cacheName } from "../../services/momento/cache-name.ts";
import { type MomentoHttp, momentoHttp } from "../../services/momento/http-client.ts";
import { retryingHttp } from "../../services/momento/retrying-http.ts";
import type { Host } from "../host.ts";
import type { Stack } from "../stack/stack.ts";
import { longestTargetMs } from "../writers/judge-writers.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import { readPlaylists } from "../writers/read-playlists.ts";
import { channelState } from "./channel-runs.ts";
import type { EndingStack } from "./ending-stack.ts";
import { evidenceOf, rememberOwnLists } from "./own-lists.ts";
import {
  digestOf,
  isOfRun,
  type Listing,
  listings,
  openListings,
  type RunEvidence,
  secondsLeft,
  whyNotEnded,
  withEnd,
} from "./judge-end.ts";

/** Twice as long as a new segment takes to come. */
const TARGET_DURATIONS = 2;

/**
 * Remembers what a start finds in the cache, so that its end can tell what is its own, and removes lists that have ended:
 * a viewer who comes before the first segment would get the show before and never look again.
 */
export async function beginShow(host: Host, stack: Stack, before: PlaylistsSeen): Promise<void> {
  const foundAtStart = [...listings(before).values()].map(digestOf);
  await rememberOwnLists(stack, before);
  await stack.store.patch("channel", { foundAtStart, runBegan: undefined });
  const http = originOf(host, stack);
  const cache = cacheName(stack.planContext());
  for (const name of namesOf(stack)) {
    const seen = before.get(name);
    if (http === undefined || seen?.is !== "there" || !seen.isEnded) continue;
    try {
      await http.delete(cache, name, host.signal);
    } catch (error) {
      // The encoder writes over it in any case.
      if (!(error instanceof LiveOriginError)) throw error;
    }
  }
}

/** Variant playlists of the stack's last run at which players wait for more, although the channel is idle. Reads only. */
export async function unendedPlaylists(host: Host, stack: Stack): Promise<readonly string[]> {
  const evidence = evidenceOf(stack, []);
  if (evidence.foundAtStart === undefined) return [];
  const open = openListings(await readPlaylists(host, stack));
  return namesOf(stack).filter((name) => {
    const list = open.get(name);
    return list !== undefined && isOfRun(name, list, evidence);
  });
}

/**
 * Writes the playlists of the run that is over once more with EXT-X-ENDLIST, so that players end instead of waiting: those
 * that stay the same for two target durations, are of that run and had one writer, and only while the channel is idle. What
 * does not succeed is a warning. `whileStopping`: what was read meanwhile; `ranAt`: since when, epoch milliseconds.
 */
export async function endShow(
  host: Host,
  stack: Stack,
  {
    ending,
    whileStopping,
    ranAt,
  }: Pick<RunEvidence, "whileStopping"> & {
    readonly ending: EndingStack;
    readonly ranAt: number | undefined;
  },
): Promise<void> {
  const evidence = evidenceOf(stack, whileStopping);
  if (evidence.foundAtStart === undefined && ranAt === undefined) return;
  try {
    const problems =
      "missing" in ending
        ? [ending.missing]
        : await writeEnds(host, ending.stack, { ...evidence, ranAt });
    if (problems.length > 0) warn(host, stack, problems);
  } catch (error) {
    if (!(error instanceof LiveOriginError)) throw error;
    warn(host, stack, [serviceWords(error.message).replace(/\.$/, "")]);
  } finally {
    host.emit({ type: "wait.over" });
  }
}

/** Forgets a run whose end is not to be written any more. */
export async function forgetShow({ planContext, store, found }: Stack): Promise<void> {
  // What a folder knows by tags alone it has not written down.
  if (found === undefined && planContext().resources.channel?.foundAtStart !== undefined)
    await store.patch("channel", { foundAtStart: undefined, runBegan: undefined });
}

async function writeEnds(
  host: Host,
  stack: Stack,
  evidence: RunEvidence & { readonly ranAt: number | undefined },
): Promise<readonly string[]> {
  const { clock, signal } = host;
  const http = originOf(host, stack);
  if (http === undefined) return ["the encoder's key is not known"];
  const first = await readPlaylists(host, stack);
  const unread = [...first.values()].find(({ is }) => is === "unknown");
  if (unread?.is === "unknown") return [unread.why];
  const all = openListings(first);
  const open = new Map([...all].filter(([name]) => namesOf(stack).includes(name)));
  if (open.size > 0) {
    const waitMs = longestTargetMs(first) * TARGET_DURATIONS;
    host.emit({
      type: "step.waiting",
      resource: "channel",
      until: `its last playlists to stay unchanged for ${waitMs / 1000} s, to end the show for players`,
      now: "IDLE",
    });
    await clock.sleep(waitMs, signal);
  }
  const second = open.size > 0 ? await readPlaylists(host, stack) : first;
  const reasons = [...open.keys()].map(
    (name) => [name, whyNotEnded(name, { first, second }, evidence)] as const,
  );
  const problems = reasons.flatMap(([name, why]) =>
    why === undefined ? [] : [`${serviceWords(name)}: ${why}`],
  );
  const ends = reasons.flatMap(([name, why]) => {
    const list = open.get(name);
    if (why !== undefined || list === undefined) return [];
    const { ttlSeconds } = stack.spec.origin;
    const left = secondsLeft(list, { ttlSeconds, now: clock.now(), ranAt: evidence.ranAt });
    return left < 1 ? [] : [{ name, list, left }];
  });
  if (ends.length > 0) {
    const state = await channelState(host, stack);
    if (state !== "IDLE") return [...problems, `the channel is ${state ?? "gone"}`];
    const failed = await Promise.all(ends.map((end) => writeEnd(host, stack, { http, ...end })));
    const refused = failed.filter((why) => why !== undefined);
    if (refused.length > 0) return [...problems, ...refused];
    warnIfStarted(host, stack, await channelState(host, stack));
    const seconds = Math.min(...ends.map(({ left }) => left));
    const left = seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} minutes`;
    host.emit({
      type: "note",
      level: "info",
      code: "SHOW_ENDED",
      message: `The show has ended for its viewers too: ${ends.length === 1 ? "its playlist says" : `its ${ends.length} playlists say`} so (EXT-X-ENDLIST). What they list stays playable for ${left}, or until the next start.`,
    });
  }
  await rememberOwnLists(stack, second, evidence.whileStopping);
  await forgetShow(stack);
  return problems;
}

async function writeEnd(
  { signal }: Host,
  { planContext }: Stack,
  {
    http,
    name,
    list,
    left,
  }: {
    readonly http: MomentoHttp;
    readonly name: string;
    readonly list: Listing;
    readonly left: number;
  },
): Promise<string | undefined> {
  const body = Buffer.from(withEnd(list.text));
  const { status } = await http.put(cacheName(planContext()), name, {
    body,
    ttlSeconds: left,
    signal,
  });
  return status >= 200 && status < 300 ? undefined : `${name}: the origin answers ${status}`;
}

function warnIfStarted(host: Host, stack: Stack, state: string | undefined): void {
  if (state === "IDLE" || state === undefined) return;
  host.emit({
    type: "note",
    level: "warning",
    code: "STARTED_MEANWHILE",
    message: `The channel is ${state} again: somebody started it while its last playlists were ended. Players that saw the end must be reloaded; to see whether the end is gone: ${host.commandFor("verify", stack.spec.name)}`,
  });
}

function warn(host: Host, stack: Stack, problems: readonly string[]): void {
  host.emit({
    type: "note",
    level: "warning",
    code: "SHOW_NOT_ENDED",
    message: `The channel is stopped, but players may wait at the end of the show, because its playlists were not all ended (${problems.join("; ")}). They expire by themselves; ${again(host, stack)}`,
  });
}

function again({ commandFor }: Host, { found, spec }: Stack): string {
  const [where, verb] =
    found === undefined
      ? ["", "stop"]
      : [
          ", in the stack's own folder or here with what is missing",
          `stop --stack-id ${found.state.stackId}`,
        ];
  return `to try again${where}: ${commandFor(verb, spec.name)}`;
}

/** The origin as the encoder writes to it; undefined where its key is not known. */
function originOf(
  { clock, signal, random }: Host,
  { planContext }: Stack,
): MomentoHttp | undefined {
  const { momentoRestUrl: restUrl, secrets } = planContext();
  if (!secrets.encoderKey.isKnown) return undefined;
  const http = momentoHttp({ restUrl, key: secrets.encoderKey, timeoutMs: 5_000 });
  return retryingHttp(http, { clock, signal, random });
}

/** The variant playlists that the stack's channel writes. */
function namesOf({ spec }: Stack): readonly string[] {
  return spec.channel.ladder.map(variantName);
}
