import { fail, skip, type Check } from "../check.ts";
import type { Finding } from "../finding.ts";
import { curlViewer } from "../curl.ts";
import { curlMaster } from "../repeat.ts";
import type { Fault } from "../stream/fault.ts";
import { notLookedAt } from "../stream/master-playlist.ts";
import { isServed } from "../stream/open-resource.ts";
import { brokenRules } from "../stream/playlist-rules.ts";
import { beginningOf, headersOf, statusWords, textOf } from "../stream/reply-words.ts";
import type { RenditionReading } from "../stream/readings.ts";
import type { Stream } from "../stream/read-stream.ts";
import type { Reply } from "../stream/wire.ts";
import { containerOf } from "../media/read-media.ts";
import { findingOf } from "./of-faults.ts";

/** A playlist is at the address, master or media, and keeps the rules. */
export const streamEntry: Check = {
  id: "edge-master",
  hop: "edge",
  asked: "is there a playlist at the address, as RFC 8216 wants it?",
  needs: [],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ stream, target }) => {
    if (stream === undefined) return skip("there is no address");
    const { kind, text, reply } = await stream.entry();
    if (kind === "none") return notServed(reply);
    const faults =
      kind === "master" ? [...brokenRules(text, kind), ...empty(await stream.renditions())] : [];
    const unseen = notLookedAt(text);
    const not = unseen.length === 0 ? "" : `; not looked at: ${unseen.join(", ")}`;
    return findingOf(faults, {
      well: `${kind === "master" ? await counted(stream) : "a media playlist"}${not}`,
      curl: (address) => curlViewer(target.shell, address),
    });
  },
};

function notServed(reply: Reply): Finding {
  const [hop] = reply.hops;
  const sent =
    hop === undefined
      ? ""
      : `; ${hop.status} sends viewers on, at last to ${reply.finalAddress.replace(/\?.*/s, "")}`;
  const saw =
    reply.trouble?.text ??
    (isServed(reply)
      ? `200, ${headersOf(reply)}, but what comes is ${whatComes(reply)}${sent}`
      : `the address is answered with ${statusWords(reply)}${sent}`);
  return fail(saw, {
    code: "MASTER_NOT_SERVED",
    text: "viewers get no playlist at this address",
    hint: /^40[13]$/.test(String(reply.head?.status))
      ? "See what the server or the CDN refuses it for: a token in the address that does not hold any more, a rule, or a sign-in."
      : "Compare the address with the playback URL that you were given: host, folder and the file's name, letter by letter.",
  });
}

function whatComes(reply: Reply): string {
  const container = containerOf(reply.answer?.body ?? Buffer.alloc(0));
  if (/<MPD[\s>]/.test(textOf(reply))) return "an MPD of DASH, not an HLS playlist";
  if (container === "mpeg-ts") return "a segment, not a playlist";
  if (container === "fmp4") return "an MP4 file, not a playlist";
  return `not a playlist: ${reply.bytes} bytes that begin with ${beginningOf(reply)}`;
}

function empty(renditions: readonly unknown[]): readonly Fault[] {
  if (renditions.length > 0) return [];
  return [
    {
      code: "NO_VARIANTS",
      severity: "fail",
      saw: "no variant is in it",
      text: "a master playlist names at least one variant (RFC 8216 §4.3.4.2)",
      hint: "Let the packager list its variants with EXT-X-STREAM-INF.",
    },
  ];
}

async function counted(stream: Stream): Promise<string> {
  const kinds = (await stream.renditions()).map(({ kind }) => kind);
  const many = (kind: string): number => kinds.filter((each) => each === kind).length;
  return [
    `${many("variant")} variants`,
    ...(["audio", "video", "subtitles"] as const).flatMap((kind) =>
      many(kind) === 0 ? [] : [`${many(kind)} of ${kind}`],
    ),
  ].join(", ");
}

/** Every rendition's playlist is there and keeps the rules. */
export const streamVariants: Check = {
  id: "edge-variants",
  hop: "edge",
  asked: "is the playlist of every rendition there, as RFC 8216 wants it?",
  needs: ["edge-master"],
  curl: (evidence) => curlMaster(evidence),
  run: async ({ stream, target }) => {
    if (stream === undefined) return skip("there is no address");
    const renditions = await stream.first();
    const lists = renditions.flatMap(({ readings }) => readings[0]?.playlist ?? []);
    const unseen = [
      ...(lists.some(({ isLowLatency }) => isLowLatency) ? ["parts of low latency"] : []),
      ...(lists.some(({ isFramesOnly }) => isFramesOnly) ? ["I-frames alone"] : []),
    ];
    const windows = renditions.map(({ readings }) => readings[0]?.playlist?.segments.length ?? 0);
    return findingOf(renditions.flatMap(judge), {
      well: `${renditions.length} playlists with ${windows.join(", ")} segments${unseen.length === 0 ? "" : `; not looked at: ${unseen.join(", ")}`}`,
      curl: (address) => curlViewer(target.shell, address),
    });
  },
};

function judge({ name, address, readings }: RenditionReading): readonly Fault[] {
  const [reading] = readings;
  if (reading === undefined) return [];
  const { playlist, reply } = reading;
  if (playlist === undefined && isServed(reply))
    return [
      {
        code: "NOT_A_PLAYLIST",
        severity: "fail",
        saw: `${name}: ${reply.head?.status ?? 0}, ${headersOf(reply)}, ${reply.bytes} bytes, begins with ${beginningOf(reply)}`,
        text: `what comes instead of ${name} is no playlist (RFC 8216 §4)`,
        hint: "Look at what answers there: a message with 200, a file that is not written yet, or one that is encoded in a way that its headers do not say.",
        address,
      },
    ];
  if (playlist === undefined)
    return [
      {
        code: "VARIANT_MISSING",
        severity: "fail",
        saw: `${name}: ${statusWords(reply)}`,
        text: `the edge has no ${name}: this rendition is not written, or under another name`,
        hint: "Compare its name with the master's, and look at what writes it.",
        address,
      },
    ];
  const faults = brokenRules(playlist.text, "media").map((fault) => ({
    ...fault,
    saw: `${name}: ${fault.saw}`,
    address,
  }));
  if (playlist.segments.length > 0 || faults.length > 0) return faults;
  return [
    {
      code: "VARIANT_EMPTY",
      severity: "fail",
      saw: `${name}: no segment is listed`,
      text: "there is nothing to play in it yet",
      hint: "Wait a few seconds when the encoder has only just begun; else look at what it uploads.",
      address,
    },
  ];
}
