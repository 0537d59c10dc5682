import { variantsAtEdge } from "../../verify/first-picture.ts";
import type { AutoStop } from "../auto-stop/diagnose-auto-stop.ts";
import { prepareEnd, tightenEnd, type WantedEnd } from "../auto-stop/prepare-end.ts";
import type { Observed } from "../engine/resource.ts";
import type { Host } from "../host.ts";
import { isSeenDeployed } from "../provision/wait-deployed.ts";
import { aloneInCache } from "../writers/watch-start.ts";
import type { PlaylistsSeen } from "../writers/playlist-seen.ts";
import { notingWaits } from "../noting-waits.ts";
import type { Stack } from "../stack/stack.ts";
import { channelState, seenState } from "./channel-runs.ts";
import { beginShow } from "./end-show.ts";
import { isVerified, type ShowReport } from "./judge-show.ts";
import { startChannel } from "./start-channel.ts";
import { watchShow, type WatchedShow } from "./watch-show.ts";

/** What a start came to. */
type StartedShow = {
  /** False when the channel ran already. */
  readonly started: boolean;
  /** What was seen through the edge and in the channel's alerts; null when nobody looked. */
  readonly show: ShowReport | null;
  /** What stops it by itself; undefined where nobody could look. */
  readonly end: AutoStop | undefined;
  /** It ran already, and nothing was written or waited for: what was seen of the stack just before still holds. */
  readonly stands: boolean;
};

type ShowToStart = Pick<WatchedShow, "timeoutMs" | "waitsOn" | "searchPath"> & {
  readonly stack: Stack;
  /** Null without a distribution. */
  readonly playbackUrl: string | null;
  /** What was seen of the stack just now; what is not in it is asked. */
  readonly observed?: Observed | undefined;
  /** Looks at a channel that ran already too. */
  readonly looksAnyway?: boolean;
  /** How long it is to last; its end is seen to before the channel starts. */
  readonly wanted?: WantedEnd | undefined;
};

const NEW_RUN =
  "Viewers who still have the last show open may have to reload: the media sequence starts over.";

/**
 * Starts the channel and looks until picture and sound of the new run arrive at the edge in every rendition. What an earlier
 * run left there does not count. Throws CLAIMED_ELSEWHERE and ANOTHER_WRITER where somebody else has the cache.
 */
export async function startShow(
  host: Host,
  { stack, playbackUrl, observed, looksAnyway = false, wanted, ...watching }: ShowToStart,
): Promise<StartedShow> {
  const state = seenState(observed) ?? (await channelState(host, stack));
  const ran = state === "RUNNING";
  const earlier = playbackUrl === null || ran ? undefined : await variantsAtEdge(playbackUrl);
  const work = async (alone: Host, before?: PlaylistsSeen): Promise<StartedShow> => {
    const { host: within, hasWaited } = notingWaits(alone);
    if (before !== undefined) await beginShow(within, stack, before);
    const known = stack.store.current();
    const first = await prepareEnd(within, stack, { runs: ran, wanted, observed });
    // Where an end was written, or agreed upon, the channel may have stopped meanwhile.
    const isUntouched = ran && wanted?.isBackup !== true && stack.store.current() === known;
    const started = !isUntouched && (await startChannel(within, { stack }));
    const stands = (): boolean => isUntouched && !hasWaited();
    if (started && [...(earlier?.values() ?? [])].some(({ segments }) => segments.length > 0))
      host.emit({ type: "note", level: "info", code: "NEW_RUN", message: NEW_RUN });
    if (playbackUrl === null || !(started || looksAnyway))
      return { started, show: null, end: first, stands: stands() };
    const isDeployed = isSeenDeployed(observed);
    const watched = { stack, playbackUrl, earlier, isDeployed, ...watching };
    const show = await watchShow(within, watched);
    const warn = (code: string, message: string): void =>
      host.emit({ type: "note", level: "warning", code, message });
    if (!isVerified(show)) warn(show.code, show.message);
    for (const note of show.notes) warn("SEEN", note);
    const tightens = started && isVerified(show) && wanted !== undefined;
    const { durationMs = 0 } = wanted ?? {};
    const end = tightens
      ? await tightenEnd(host, stack, { end: first, durationMs, pictureAt: host.clock.now() })
      : first;
    return { started, show, end, stands: stands() };
  };
  return aloneInCache(host, stack, { state, work });
}
