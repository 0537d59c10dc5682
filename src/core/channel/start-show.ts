import { variantsAtEdge } from "../../verify/first-picture.ts";
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
  }: {
    readonly stack: Stack;
    /** Null without a distribution. */
    readonly playbackUrl: string | null;
    readonly waitsForEdge?: boolean;
  },
): Promise<StartedShow> {
  const ran = await channelRuns(host, stack);
  const earlier = playbackUrl === null || ran ? undefined : await variantsAtEdge(playbackUrl);
  return aloneInCache(host, stack, async (within) => {
    const [started] = await Promise.all([
      startChannel(within, { stack }),
      waitsForEdge ? waitDeployedEverywhere(within, stack) : undefined,
    ]);
    if (playbackUrl === null || !(started || waitsForEdge)) return { started, plays: null };
    const look = await waitFirstPicture(within, playbackUrl, earlier);
    if (!look.plays)
      host.emit({
        type: "note",
        level: "warning",
        code: "DOES_NOT_PLAY_YET",
        message: `It does not play yet: ${look.why}.`,
      });
    return { started, plays: look.plays };
  });
}
