import { variantsAtEdge } from "../../verify/first-picture.ts";
import type { AutoStop } from "../auto-stop/diagnose-auto-stop.ts";
import { prepareEnd, tightenEnd, type WantedEnd } from "../auto-stop/cover-show.ts";
import type { Host } from "../host.ts";
import { aloneInCache } from "../writers/watch-start.ts";
import { waitDeployedEverywhere } from "../provision/wait-deployed.ts";
import type { Stack } from "../stack/stack.ts";
import { channelRuns } from "./channel-runs.ts";
import { startChannel } from "./start-channel.ts";
import { waitFirstPicture } from "./wait-first-picture.ts";

/** What a start came to. */
type StartedShow = {
  /** False when the channel ran already. */
  readonly started: boolean;
  /** True or false when it was looked at through the edge, else null. */
  readonly plays: boolean | null;
  /** What stops it by itself; undefined where nobody could look. */
  readonly end: AutoStop | undefined;
};

/**
 * Starts the channel, with `waitsForEdge` while the distribution is still rolling out, and looks until pictures of the new
 * run arrive at the edge. What an earlier run left there does not count. Throws CLAIMED_ELSEWHERE and ANOTHER_WRITER where
 * somebody else has the cache.
 */
export async function startShow(
  host: Host,
  {
    stack,
    playbackUrl,
    waitsForEdge = false,
    wanted,
  }: {
    readonly stack: Stack;
    /** Null without a distribution. */
    readonly playbackUrl: string | null;
    readonly waitsForEdge?: boolean;
    /** How long it is to last; its end is seen to before the channel starts. */
    readonly wanted?: WantedEnd | undefined;
  },
): Promise<StartedShow> {
  const ran = await channelRuns(host, stack);
  const earlier = playbackUrl === null || ran ? undefined : await variantsAtEdge(playbackUrl);
  return aloneInCache(host, stack, async (within) => {
    const first = await prepareEnd(within, stack, { runs: ran, wanted });
    const [started] = await Promise.all([
      startChannel(within, { stack }),
      waitsForEdge ? waitDeployedEverywhere(within, stack) : undefined,
    ]);
    if (playbackUrl === null || !(started || waitsForEdge))
      return { started, plays: null, end: first };
    const look = await waitFirstPicture(within, playbackUrl, earlier);
    if (!look.plays)
      host.emit({
        type: "note",
        level: "warning",
        code: "DOES_NOT_PLAY_YET",
        message: `It does not play yet: ${look.why}.`,
      });
    const tightens = started && look.plays && wanted !== undefined;
    const { durationMs = 0 } = wanted ?? {};
    const end = tightens
      ? await tightenEnd(host, stack, { end: first, durationMs, pictureAt: host.clock.now() })
      : first;
    return { started, plays: look.plays, end };
  });
}
