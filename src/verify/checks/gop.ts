import { effectiveSegmentMs, segmentLengthSeconds } from "../../config/ladder/gop.ts";
import { setChannelRight } from "../channel-remedy.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlChannel } from "../repeat.ts";

/** Segments end on keyframes only, so the GOP decides how long they become. */
export const gop: Check = {
  id: "gop",
  hop: "channel",
  asked: "do whole GOPs make segments of the length that is asked for, the same on every rung?",
  needs: [],
  curl: (evidence) => curlChannel(evidence),
  run: async (evidence) => {
    const facts = await evidence.channel();
    if (facts === undefined) return skip("there is no channel");
    const seconds = facts.segmentLengthSeconds;
    if (seconds === undefined) return skip("the channel's settings state no segment length");
    const rungs = facts.rungs.flatMap(({ name, gopMs }) =>
      gopMs === undefined || gopMs <= 0
        ? []
        : [{ name, gopMs, effectiveMs: effectiveSegmentMs(seconds * 1000, gopMs) }],
    );
    const [first] = rungs;
    if (first === undefined) return skip("the GOPs are left to MediaLive");
    // What our settings make always divides: somebody changed the channel.
    const explains = /\.(?:SegmentLength|GopSize|GopSizeUnits)$/;
    const set = (): Promise<string> => setChannelRight(evidence, { what: "it", explains });
    // A SegmentLength of 2 with a GOP of 2.5 s is how 2.5 s are asked for: MediaLive takes whole seconds only.
    const odd = rungs.find(({ effectiveMs }) => segmentLengthSeconds(effectiveMs) !== seconds);
    if (odd !== undefined)
      return fail(`SegmentLength ${seconds} s, GOP of ${odd.name} ${odd.gopMs / 1000} s`, {
        code: "GOP_DOES_NOT_DIVIDE_SEGMENT",
        text: `GOPs of ${odd.gopMs / 1000} s cannot make ${seconds} s segments: they become ${odd.effectiveMs / 1000} s long`,
        hint: await set(),
      });
    const other = rungs.find(({ effectiveMs }) => effectiveMs !== first.effectiveMs);
    if (other !== undefined)
      return fail(
        `segments of ${first.name} are ${first.effectiveMs / 1000} s, of ${other.name} ${other.effectiveMs / 1000} s`,
        {
          code: "RUNGS_NOT_ALIGNED",
          text: "the rungs have different GOPs, so players cannot switch between them",
          hint: await set(),
        },
      );
    return pass(`GOP ${first.gopMs / 1000} s makes segments of ${first.effectiveMs / 1000} s`);
  },
};
