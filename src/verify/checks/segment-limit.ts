import { effectiveSegmentMs } from "../../config/ladder/gop.ts";
import { bytesText } from "../../config/text/figures.ts";
import { MAX_SEGMENT_BYTES, segmentBytes } from "../../config/ladder/segment-size.ts";
import { fail, pass, skip, type Check } from "../check.ts";
import { curlChannel } from "../repeat.ts";

/** The estimate for the channel as it is configured stays below what the origin takes. */
export const segmentLimit: Check = {
  id: "segment-limit",
  hop: "channel",
  asked: "do the segments of every rung fit the origin's limit?",
  needs: [],
  curl: (evidence) => curlChannel(evidence),
  run: async ({ channel, target }) => {
    const facts = await channel();
    if (facts === undefined) return skip("there is no channel");
    const seconds = facts.segmentLengthSeconds;
    if (seconds === undefined) return skip("the channel's settings state no segment length");
    const sizes = facts.rungs.map(({ name, bits, gopMs }) => {
      const milliseconds =
        gopMs === undefined ? seconds * 1000 : effectiveSegmentMs(seconds * 1000, gopMs);
      return { name, bytes: segmentBytes({ bits, milliseconds }) };
    });
    const largest = sizes.reduce((most, size) => (size.bytes > most.bytes ? size : most), {
      name: "",
      bytes: 0,
    });
    const reported = await target.maxItemBytes();
    const limit = Math.min(MAX_SEGMENT_BYTES, reported ?? MAX_SEGMENT_BYTES);
    const saw = `the largest is ${largest.name} with about ${bytesText(largest.bytes)}; the limit is ${bytesText(limit)}${reported === limit ? ", as the account reports it" : ""}`;
    if (largest.bytes < limit) return pass(saw);
    return fail(saw, {
      code: "SEGMENT_OVER_LIMIT",
      text: `segments of ${largest.name} are larger than the origin takes, so it refuses them`,
      hint: `Take shorter segments or a lower bitrate: ${target.command("create-channel --dry-run")} shows what there is.`,
    });
  },
};
