import { pass, skip, warn, type Check } from "../check.ts";
import { curlViewer } from "../curl.ts";
import type { Evidence } from "../evidence.ts";
import { nowAndThen } from "../now-and-then.ts";
import { curlItem, curlMaster } from "../repeat.ts";

const INTO_FILE = "-sS -o segment.ts";

/** By way of a file: not every shell hands bytes on as they are. */
const probed = (curl: string): string => `${curl}; ffprobe -v warning -show_streams segment.ts`;

/** What ffprobe thinks of the newest segment of every rendition. */
export const secondOpinion: Check = nowAndThen({
  id: "second-opinion",
  hop: "origin",
  asked: "does ffprobe find picture and sound too, and complain about nothing?",
  needs: ["origin-media"],
  curl: (evidence) =>
    evidence.origin === undefined
      ? curlMaster(evidence)
      : probed(curlItem(evidence, "playlist_<variant>_<newest>.ts", INTO_FILE)),
  run: async (evidence) => {
    const segments = await newestOf(evidence);
    const [first] = segments;
    if (first === undefined) return skip("no segment is there to be asked about");
    const opinions = await Promise.all(
      segments.map(async ({ name, bytes }) => ({
        name,
        opinion: await evidence.target.secondOpinion(bytes),
      })),
    );
    const curl = probed(first.curl);
    const programs = new Set(opinions.map(({ opinion }) => opinion?.program));
    if (programs.has(undefined)) return skip("ffprobe is not installed here");
    // Of our own stack the codecs are known; of others' they are compared with what is declared.
    const isOurs = evidence.origin !== undefined;
    const lacks = (codecs: readonly string[]): boolean =>
      isOurs ? !codecs.includes("h264") || !codecs.includes("aac") : codecs.length === 0;
    const odd = opinions.find(
      ({ opinion }) =>
        opinion !== undefined && (opinion.complaints.length > 0 || lacks(opinion.codecs)),
    );
    if (odd?.opinion === undefined)
      return pass(
        `ffprobe agrees: ${[...new Set(opinions.flatMap(({ opinion }) => opinion?.codecs ?? []))].join(" and ")} in ${opinions.length} segments`,
        curl,
      );
    const { codecs, complaints } = odd.opinion;
    return warn(`${odd.name}: ${[codecs.join(", "), ...complaints].join("; ")}`, {
      code: "SECOND_OPINION_DIFFERS",
      text: "another program objects to what our own checks passed",
      hint: "Play the segment with another player; report it if it plays.",
      curl,
    });
  },
});

type Asked = { readonly name: string; readonly bytes: Buffer; readonly curl: string };

/** The newest segment of every rendition with picture or sound, as a player would append it. */
async function newestOf({ origin, stream, target }: Evidence): Promise<readonly Asked[]> {
  if (origin !== undefined)
    return (await origin.segments()).flatMap(({ name, address, answer }) =>
      answer === undefined
        ? []
        : [{ name, bytes: answer.body, curl: origin.curl(address, INTO_FILE) }],
    );
  const windows = (await stream?.windows()) ?? [];
  return windows.flatMap(({ rendition, segments, newest }) => {
    const [segment, playable] = [segments.at(-1)?.segment, newest.at(-1)];
    if (rendition.kind === "subtitles" || segment === undefined || playable === undefined)
      return [];
    const bytes = Buffer.concat([playable.init, playable.plain]);
    const curl = curlViewer(target.shell, segment.address, { flags: INTO_FILE });
    return [{ name: segment.name, bytes, curl }];
  });
}
