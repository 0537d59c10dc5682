import { pass, skip, warn, type Check } from "../check.ts";
import { curlItem, curlMaster } from "../repeat.ts";

const INTO_FILE = "-sS -o segment.ts";

/** By way of a file: not every shell hands bytes on as they are. */
const probed = (curl: string): string => `${curl}; ffprobe -v warning -show_streams segment.ts`;

/** What ffprobe thinks of the newest segment of every rendition. */
export const secondOpinion: Check = {
  id: "second-opinion",
  hop: "origin",
  asked: "does ffprobe find H.264 and AAC too, and complain about nothing?",
  needs: ["origin-media", "edge-media"],
  curl: (evidence) =>
    evidence.origin === undefined
      ? curlMaster(evidence)
      : probed(curlItem(evidence, "playlist_<variant>_<newest>.ts", INTO_FILE)),
  run: async ({ origin, edge, target }) => {
    const place = origin ?? edge;
    const segments = (await place?.segments()) ?? [];
    const [first] = segments;
    if (place === undefined || first === undefined) return skip("no segment is listed");
    const opinions = await Promise.all(
      segments.map(async ({ name, answer }) => ({
        name,
        opinion: answer === undefined ? undefined : await target.secondOpinion(answer.body),
      })),
    );
    const curl = probed(place.curl(first.address, INTO_FILE));
    const programs = new Set(opinions.map(({ opinion }) => opinion?.program));
    if (programs.has(undefined)) return skip("ffprobe is not installed here");
    const odd = opinions.find(
      ({ opinion }) =>
        opinion !== undefined &&
        (opinion.complaints.length > 0 ||
          !opinion.codecs.includes("h264") ||
          !opinion.codecs.includes("aac")),
    );
    if (odd?.opinion === undefined)
      return pass(`ffprobe agrees: h264 and aac in ${opinions.length} segments`, curl);
    const { codecs, complaints } = odd.opinion;
    return warn(`${odd.name}: ${[codecs.join(", "), ...complaints].join("; ")}`, {
      code: "SECOND_OPINION_DIFFERS",
      text: "another program does not like what our own look found in order",
      hint: "Play the segment with another player; report it if it plays.",
      curl,
    });
  },
};
