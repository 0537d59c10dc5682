import { skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import type { Evidence } from "../evidence.ts";
import { curlMaster } from "../repeat.ts";
import { curlViewer } from "../curl.ts";
import type { Fault } from "../stream/fault.ts";
import { judgeAnswers } from "../stream/judge-answers.ts";
import { judgeBodies } from "../stream/judge-bodies.ts";
import { judgeClock } from "../stream/judge-clock.ts";
import { judgeAverages, judgeDeclared } from "../stream/judge-declared.ts";
import { judgeFreshness, presentationOf } from "../stream/judge-freshness.ts";
import { judgeLengths } from "../stream/judge-lengths.ts";
import { judgeLists } from "../stream/judge-lists.ts";
import { judgePace, slowest } from "../stream/judge-pace.ts";
import { judgeSegments } from "../stream/judge-segments.ts";
import type { Stream } from "../stream/read-stream.ts";
import { ask } from "../stream/wire.ts";
import { findingOf } from "./of-faults.ts";

type Judge = (
  stream: Stream,
  evidence: Evidence,
) => Promise<{ readonly faults: readonly Fault[]; readonly well: string }>;

/** What is asked of the stream at the playback URL as a whole. */
function streamCheck(
  { id, asked, needs }: Pick<Check, "id" | "asked" | "needs">,
  judge: Judge,
): Check {
  return {
    id,
    hop: "edge",
    asked,
    needs,
    curl: (evidence) => curlMaster(evidence),
    run: async (evidence): Promise<Finding> => {
      const { stream, target } = evidence;
      if (stream === undefined) return skip("there is no distribution");
      const { faults, well } = await judge(stream, evidence);
      return findingOf(faults, { well, curl: (address) => curlViewer(target.shell, address) });
    },
  };
}

/** Everything that was asked for, by what the wire said. It waits for the others to have asked. */
export const edgeAnswers = streamCheck(
  {
    id: "edge-answers",
    asked: "is every request answered with what was asked for, and can it be read?",
    needs: [],
  },
  async (stream) => {
    await Promise.all([stream.watched(), stream.windows()]);
    const hops = stream.replies.reduce((sum, reply) => sum + reply.hops.length, 0);
    const sent = hops === 0 ? "" : `; ${hops} redirects followed`;
    return {
      faults: judgeAnswers(stream.replies),
      well: `${stream.replies.length} answers${sent}`,
    };
  },
);

/** Consecutive playlists of every rendition. */
export const edgeLists = streamCheck(
  {
    id: "edge-lists",
    asked: "does each playlist change only as it may: counted on, by one writer, to its end?",
    needs: ["edge-master"],
  },
  async (stream, { target }) => {
    const renditions = await stream.watched();
    const looks = renditions.reduce((sum, { readings }) => sum + readings.length, 0);
    // At a stack's own origin that is asked already.
    const again = target.origin === undefined ? await stream.again() : [];
    return {
      faults: [...judgeLists(renditions), ...judgeBodies(again)],
      well: `${looks} looks at ${renditions.length} playlists`,
    };
  },
);

/** New segments keep coming, where more must come. */
export const streamFresh = streamCheck(
  {
    id: "edge-playlists-fresh",
    asked: "do new segments appear within two target durations, where more must come?",
    needs: ["edge-master"],
  },
  async (stream) => {
    const renditions = await stream.watched();
    return { faults: judgeFreshness(renditions), well: presentationOf(renditions) };
  },
);

/** Every segment of one window. */
export const streamMedia = streamCheck(
  {
    id: "edge-media",
    asked: "is every listed segment there, whole, with picture or sound in it?",
    needs: ["edge-master"],
  },
  async (stream) => {
    const { text } = await stream.entry();
    const [windows, renditions] = await Promise.all([stream.windows(), stream.watched()]);
    const lists = renditions.flatMap(({ readings }) => readings[0]?.playlist?.text ?? []);
    const isIndependent = [text, ...lists].some((each) =>
      each.includes("#EXT-X-INDEPENDENT-SEGMENTS"),
    );
    const faults = judgeSegments(
      windows.map((window) => ({
        ...window,
        rendition:
          renditions.find(({ address }) => address === window.rendition.address) ??
          window.rendition,
      })),
      { isIndependent },
    );
    return { faults, well: counted(windows) };
  },
);

function counted(windows: Awaited<ReturnType<Stream["windows"]>>): string {
  const all = windows.flatMap(({ segments }) => segments);
  const listed = windows.reduce((sum, window) => sum + window.listed, 0);
  const locked = all.find(({ trouble }) => trouble?.kind === "locked")?.trouble;
  const notes = locked?.kind === "locked" ? `; ${locked.method} is not opened here` : "";
  return `${all.length} of ${listed} segments${notes}`;
}

/** Listed lengths against measured ones. */
export const streamDurations = streamCheck(
  {
    id: "edge-durations",
    asked: "are the segments as long as EXTINF and EXT-X-TARGETDURATION say?",
    needs: ["edge-master"],
  },
  async (stream) => ({ faults: judgeLengths(await stream.windows()), well: "as listed" }),
);

/** One clock for all renditions. */
export const edgeClock = streamCheck(
  {
    id: "edge-clock",
    asked:
      "do timestamps go on from segment to segment, alike in picture, sound and every rendition?",
    needs: ["edge-master"],
  },
  async (stream) => ({ faults: judgeClock(await stream.windows()), well: "they do" }),
);

/** What the master declares against what is in the segments. */
export const edgeDeclared = streamCheck(
  {
    id: "edge-declared",
    asked: "is in the segments what CODECS, RESOLUTION and BANDWIDTH declare?",
    needs: ["edge-master"],
  },
  async (stream) => ({ faults: judgeDeclared(await stream.windows()), well: "as declared" }),
);

/** Segments come faster than they play. */
export const edgePace = streamCheck(
  {
    id: "edge-pace",
    asked: "do segments come faster than they are played?",
    needs: ["edge-master"],
  },
  async (stream, { target }) => {
    const slow = slowest(await stream.windows());
    const again = slow?.window.segments[slow.index]?.segment;
    if (again === undefined) return { faults: [], well: "they do" };
    const { clock, signal } = target;
    const reply = await ask(again.address, { clock, signal, range: again.range });
    return {
      faults: judgePace(reply, { name: again.name, seconds: again.durationSeconds }),
      well: `asked for alone: ${(reply.tookMs / 1000).toFixed(1)} s for ${again.durationSeconds} s`,
    };
  },
);

/** Sizes against the stated average bitrate. */
export const streamSizes = streamCheck(
  {
    id: "edge-sizes",
    asked: "are the segments about as large as AVERAGE-BANDWIDTH says?",
    needs: ["edge-master"],
  },
  async (stream) => ({ faults: judgeAverages(await stream.windows()), well: "they are" }),
);
