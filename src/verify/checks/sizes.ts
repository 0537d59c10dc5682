import { ownCommand } from "../../config/text/own-command.ts";
import { bytesText } from "../../config/text/figures.ts";
import { MAX_SEGMENT_BYTES } from "../../config/ladder/segment-size.ts";
import { fail, pass, skip, warn, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { CachedSource } from "../cached-source.ts";
import { curlItem } from "../repeat.ts";

/** Real encoders were measured at up to 1.29 times the nominal size in single segments. */
const USUAL_EXCESS = 1.3;

/** Sizes of the newest segments at the origin, against the limit and the estimate. */
export const originSizes: Check = {
  id: "origin-sizes",
  hop: "origin",
  asked:
    "are the newest segments below the limit, and about as large as the master's bitrates say?",
  needs: ["origin-media"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>_<newest>.ts"),
  run: async ({ origin }) =>
    origin === undefined ? skip("only a URL is looked at") : look(origin),
};

async function look(source: CachedSource): Promise<Finding> {
  const sizes = (await source.segments()).flatMap(
    ({ name, address, answer, durationSeconds, variant }) => {
      if (answer === undefined) return [];
      const { averageBandwidth, bandwidth } = variant.link;
      const estimate = ((averageBandwidth || bandwidth) * durationSeconds) / 8;
      const bytes = answer.body.length;
      const curl = source.curl(address, "-sS -o segment.ts");
      return [{ name, bytes, share: estimate > 0 ? bytes / estimate : 0, curl }];
    },
  );
  const [first] = sizes;
  if (first === undefined) return skip("no segment is listed");
  const largest = sizes.reduce((most, size) => (size.bytes > most.bytes ? size : most), first);
  if (largest.bytes >= MAX_SEGMENT_BYTES)
    return fail(`${largest.name} has ${bytesText(largest.bytes)}`, {
      code: "SEGMENT_OVER_LIMIT",
      text: `segments must be smaller than ${bytesText(MAX_SEGMENT_BYTES)}`,
      hint: `Take shorter segments or a lower bitrate: ${ownCommand("create-channel --dry-run")} shows what fits.`,
      curl: largest.curl,
    });
  const fattest = sizes.reduce((most, size) => (size.share > most.share ? size : most), first);
  if (fattest.share > USUAL_EXCESS)
    return warn(`${fattest.name} is ${fattest.share.toFixed(2)} times its estimate`, {
      code: "SEGMENT_LARGER_THAN_ESTIMATED",
      text: "the encoder exceeds the bitrate that the master states, so viewers on slow connections stall",
      hint: "Look at rate control and buffer size of the rung.",
      curl: fattest.curl,
    });
  const text = sizes.map(({ bytes, share }) => `${bytesText(bytes)} (${share.toFixed(2)})`);
  return pass(`${text.join(", ")} of the estimate`, largest.curl);
}
