import { ownCommand } from "../../config/text/own-command.ts";
import type { Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { fail, pass, skip } from "../check.ts";
import { codecDifference } from "../media/codecs.ts";
import { inspectSegment } from "../media/inspect.ts";
import { statusOf, type CachedSource, type SegmentSeen } from "../cached-source.ts";
import { curlItem } from "../repeat.ts";

/** What is in the newest segment of every rendition at the origin. */
export const originMedia: Check = {
  id: "origin-media",
  hop: "origin",
  asked:
    "is the newest segment of every rendition a transport stream with the stated codecs that begins with a keyframe?",
  needs: ["origin-variants"],
  curl: (evidence) => curlItem(evidence, "playlist_<variant>_<newest>.ts"),
  run: async ({ origin }) =>
    origin === undefined ? skip("only a URL is looked at") : look(origin),
};

async function look(source: CachedSource): Promise<Finding> {
  const segments = await source.segments();
  const [first] = segments;
  if (first === undefined) return skip("no segment is listed");
  for (const segment of segments) {
    const found = judge(segment);
    if (found !== undefined)
      return fail(`${segment.name}: ${found.saw}`, {
        code: found.code,
        text: found.text,
        hint: HINTS[found.code] ?? "",
        curl: source.curl(segment.address, "-sS -o segment.ts"),
      });
  }
  return pass(
    `${segments.length} segments: in step, PAT and PMT, codecs as stated, keyframe first`,
    source.curl(first.address, "-sS -o segment.ts"),
  );
}

type Complaint = { readonly code: string; readonly saw: string; readonly text: string };

const HINTS: Readonly<Record<string, string>> = {
  SEGMENT_MISSING:
    "Run verify again; if it stays, look at channel-alerts and at the account's limits.",
  NOT_A_TRANSPORT_STREAM:
    "Look at what was stored (see the curl); the destination must be used by this channel alone.",
  NO_PROGRAM: "Look at the segment with ffprobe segment.ts; check the output's M3U8 settings.",
  CODECS_DIFFER: `Make the channel as the ladder says: ${ownCommand("create-channel")}`,
  NO_KEYFRAME_FIRST: `Check GOP size, closed GOPs and SegmentationMode of the channel: ${ownCommand("create-channel")}`,
};

function judge({ answer, variant }: SegmentSeen): Complaint | undefined {
  if (answer?.status !== 200)
    return {
      code: "SEGMENT_MISSING",
      saw: statusOf(answer),
      text: "the playlist lists a segment that is not there",
    };
  const { badSyncAt, program, video, audioCodec } = inspectSegment(answer.body);
  if (badSyncAt !== undefined)
    return {
      code: "NOT_A_TRANSPORT_STREAM",
      saw: `no sync byte at offset ${badSyncAt} of ${answer.body.length}`,
      text: "what is stored under the segment's name is not a transport stream, or it is cut",
    };
  if (!program.hasPat || !program.hasPmt || video === undefined)
    return {
      code: "NO_PROGRAM",
      saw: `PAT ${yes(program.hasPat)}, PMT ${yes(program.hasPmt)}, H.264 ${yes(video !== undefined)}`,
      text: "a player that joins here cannot find the picture",
    };
  const difference = codecDifference(variant.link.codecs, video.codec, audioCodec);
  if (difference !== undefined)
    return {
      code: "CODECS_DIFFER",
      saw: difference,
      text: "players choose by the stated codecs and then get others",
    };
  return video.startsWithKeyframe
    ? undefined
    : {
        code: "NO_KEYFRAME_FIRST",
        saw: "the first picture is not a keyframe",
        text: "players that join or switch here see nothing until the next keyframe",
      };
}

function yes(there: boolean): string {
  return there ? "there" : "missing";
}
