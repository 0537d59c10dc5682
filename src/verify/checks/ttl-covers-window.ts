import { effectiveSegmentMs } from "../../config/ladder/gop.ts";
import { setChannelRight } from "../channel-remedy.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlChannel } from "../repeat.ts";

/** What a playlist lists must still be there when a player asks for it. */
export const ttlCoversWindow: Check = {
  id: "ttl-covers-window",
  hop: "channel",
  asked: "does a segment live as long as the playlists list it?",
  needs: ["destination"],
  curl: (evidence) => curlChannel(evidence),
  run: async (evidence) => {
    const facts = await evidence.channel();
    if (facts === undefined) return skip("there is no channel");
    const { windowSegments, segmentLengthSeconds } = facts;
    const ttlSeconds = Number(facts.destination?.ttlSeconds);
    if (windowSegments === undefined || segmentLengthSeconds === undefined)
      return skip("the channel's settings state no window");
    const lengths = facts.rungs.map(({ gopMs }) =>
      gopMs === undefined
        ? segmentLengthSeconds * 1000
        : effectiveSegmentMs(segmentLengthSeconds * 1000, gopMs),
    );
    const windowSeconds =
      (windowSegments * Math.max(segmentLengthSeconds * 1000, ...lengths)) / 1000;
    const saw = `TTL ${ttlSeconds} s, window ${windowSegments} segments = ${windowSeconds} s`;
    if (ttlSeconds >= windowSeconds) return pass(saw);
    // The stack's own settings cover its window: either somebody changed the TTL, or the window.
    const { ttlSeconds: own = 0 } = evidence.target;
    const wrong =
      own >= windowSeconds
        ? { what: "the TTL", explains: /^Destinations/, ttlSeconds: own }
        : { what: "the window", explains: /\.IndexNSegments$/ };
    return fail(saw, {
      code: "TTL_SHORTER_THAN_WINDOW",
      text: `segments expire after ${ttlSeconds} s, but playlists list them for ${windowSeconds} s: a viewer who joins late or rewinds gets 404`,
      hint: await setChannelRight(evidence, wrong),
    });
  },
};
