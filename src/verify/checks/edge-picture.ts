import { skip, type Check } from "../check.ts";
import { curlViewer } from "../curl.ts";
import { nowAndThen } from "../now-and-then.ts";
import { curlMaster } from "../repeat.ts";
import { judgePicture, type Shown } from "../stream/judge-picture.ts";
import { findingOf } from "./of-faults.ts";

/** What the newest seconds of every rendition show, as a decoder sees them. */
export const edgePicture: Check = nowAndThen({
  id: "edge-picture",
  hop: "edge",
  asked: "does something move in the newest seconds, and can it be heard?",
  needs: ["edge-media"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ stream, target }) => {
    const windows = (await stream?.windows()) ?? [];
    const all: Shown[] = [];
    for (const { rendition, segments, newest } of windows) {
      const init = newest.at(-1)?.init;
      const last = segments.at(-1);
      if (rendition.kind === "subtitles" || init === undefined || last === undefined) continue;
      const alike = newest.filter((each) => each.init.equals(init));
      const read = segments.slice(-alike.length);
      const seconds = read.reduce((sum, { segment }) => sum + segment.durationSeconds, 0);
      const media = Buffer.concat([init, ...alike.map(({ plain }) => plain)]);
      const decoded = await target.decode(media, seconds);
      if (decoded === undefined)
        return skip("picture and sound were not inspected: there is no ffmpeg here to decode them");
      const { name, address } = last.segment;
      // Without a keyframe at its beginning it may begin in segments before, which edge-media says.
      const hasPicture =
        last.media?.video !== undefined && read[0]?.media?.video?.startsWithKeyframe !== false;
      all.push({ name, address, seconds, decoded, hasPicture });
    }
    if (all.length === 0) return skip("no segment could be read");
    const faults = judgePicture(all);
    const { shown, findings } = target.memory;
    const isFirst = !findings.has("edge-picture");
    // In a watch what lasts for half a minute is told.
    const lasting = faults.filter(
      ({ code, severity }) => severity === "fail" || isFirst || shown.has(code),
    );
    shown.clear();
    for (const { code } of faults) shown.add(code);
    return findingOf(lasting, {
      well: `${all.length} renditions decoded`,
      curl: (address) => curlViewer(target.shell, address, { flags: "-sS -o segment.ts" }),
    });
  },
});
