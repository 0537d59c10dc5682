import { MASTER_ATTRIBUTES, MEDIA_ATTRIBUTES } from "./attribute-rules.ts";
import type { Fault } from "./fault.ts";
import type { Rule } from "./rule.ts";

const MEDIA_TAG =
  /^#(?:EXTINF|EXT-X-(?:TARGETDURATION|MEDIA-SEQUENCE|DISCONTINUITY-SEQUENCE|ENDLIST|PLAYLIST-TYPE|I-FRAMES-ONLY|BYTERANGE|DISCONTINUITY|KEY|MAP|PROGRAM-DATE-TIME)\b)/;
const MASTER_TAG = /^#EXT-X-(?:MEDIA:|STREAM-INF|I-FRAME-STREAM-INF|SESSION-DATA|SESSION-KEY)/;
const ONCE =
  /^#(EXT-X-(?:VERSION|TARGETDURATION|MEDIA-SEQUENCE|DISCONTINUITY-SEQUENCE|PLAYLIST-TYPE|ENDLIST|I-FRAMES-ONLY|INDEPENDENT-SEGMENTS|START))\b/;

const COMMON: readonly Rule[] = [
  {
    code: "NO_EXTM3U",
    section: "4.3.1.1",
    text: "#EXTM3U must be the first line of every playlist",
    hint: "Write it first, with nothing before it.",
    find: ([first = ""]) =>
      first.trim() === "#EXTM3U" ? undefined : `begins with ${first.slice(0, 40)}`,
  },
  {
    code: "TAG_TWICE",
    section: "4.3",
    text: "a tag that may stand in a playlist once stands there twice",
    hint: "Leave one of them out.",
    find: (lines) => {
      const tags = lines.flatMap((line) => ONCE.exec(line)?.[1] ?? []);
      return tags.find((tag, index) => tags.indexOf(tag) !== index);
    },
  },
  {
    code: "MASTER_AND_MEDIA_MIXED",
    section: "4.1",
    text: "a playlist is either a master or a media playlist: tags of both are in it",
    hint: "Write two playlists.",
    find: (lines) => {
      const media = lines.find((line) => MEDIA_TAG.test(line));
      const master = lines.find((line) => MASTER_TAG.test(line));
      return media === undefined || master === undefined
        ? undefined
        : `${tag(media)} beside ${tag(master)}`;
    },
  },
];

const VERSION: Rule = {
  code: "VERSION_UNREADABLE",
  section: "4.3.1.2",
  text: "EXT-X-VERSION is a whole number",
  hint: "Write the lowest version that has all that the playlist uses.",
  find: (lines) => lines.find((line) => /^#EXT-X-VERSION\b(?!:\d+\s*$)/.test(line)),
};

const MASTER: readonly Rule[] = [
  {
    code: "NO_BANDWIDTH",
    section: "4.3.4.2",
    text: "every EXT-X-STREAM-INF must have BANDWIDTH",
    hint: "State the peak bitrate of the variant in bits per second.",
    find: (lines) =>
      lines.find(
        (line) => line.startsWith("#EXT-X-STREAM-INF") && !/[:,]\s*BANDWIDTH=\d+/.test(line),
      ),
  },
  {
    code: "STREAM_INF_WITHOUT_URI",
    section: "4.3.4.2",
    text: "the line after EXT-X-STREAM-INF must be the URI of its media playlist",
    hint: "Write the URI on the line after the tag.",
    find: (lines) =>
      lines.find((line, index) => {
        if (!line.startsWith("#EXT-X-STREAM-INF")) return false;
        const next = lines[index + 1];
        return next === undefined || next.startsWith("#EXT");
      }),
  },
  {
    code: "GROUP_NOT_DEFINED",
    section: "4.3.4.2",
    text: "a variant names a group of renditions that no EXT-X-MEDIA makes",
    hint: "Add the EXT-X-MEDIA tag with that GROUP-ID, or take the attribute away.",
    find: (lines) => {
      const groups = new Set(
        lines.flatMap((line) => {
          const type = /[:,]\s*TYPE=([A-Z-]+)/.exec(line)?.[1];
          const id = /[:,]\s*GROUP-ID="([^"]*)"/.exec(line)?.[1];
          return line.startsWith("#EXT-X-MEDIA:") && type && id ? [`${type}="${id}"`] : [];
        }),
      );
      return lines
        .filter((line) => line.startsWith("#EXT-X-STREAM-INF"))
        .flatMap((line) =>
          [...line.matchAll(/[:,]\s*((?:AUDIO|VIDEO|SUBTITLES|CLOSED-CAPTIONS)="[^"]*")/g)].map(
            ([, named = ""]) => named,
          ),
        )
        .find((named) => !groups.has(named));
    },
  },
];

const MEDIA: readonly Rule[] = [
  {
    code: "MASTER_INSTEAD",
    section: "4.3.4.2",
    text: "a master playlist names media playlists, and this is another master",
    hint: "Let each variant name the list of its segments.",
    find: (lines) =>
      lines.some((line) => line.startsWith("#EXTINF"))
        ? undefined
        : lines.find((line) => line.startsWith("#EXT-X-STREAM-INF"))?.slice(0, 60),
  },
  {
    code: "NO_TARGETDURATION",
    section: "4.3.3.1",
    text: "EXT-X-TARGETDURATION must be in every media playlist, as a whole number of seconds",
    hint: "Write the longest EXTINF, rounded.",
    find: (lines) => {
      const line = lines.find((each) => each.startsWith("#EXT-X-TARGETDURATION"));
      if (line === undefined) return "no EXT-X-TARGETDURATION";
      return /^#EXT-X-TARGETDURATION:\d+\s*$/.test(line) ? undefined : line;
    },
  },
  {
    code: "NO_EXTINF",
    section: "4.3.2.1",
    text: "every segment must have an EXTINF before it",
    hint: "Write its duration before its URI.",
    find: (lines) => {
      let hasLength = false;
      for (const line of lines) {
        if (line.startsWith("#EXTINF:"))
          hasLength = /^#EXTINF:\s*\d+(?:\.\d*)?\s*(?:,|$)/.test(line);
        else if (line.trim() !== "" && !line.startsWith("#")) {
          if (!hasLength) return line.slice(0, 60);
          hasLength = false;
        }
      }
      return undefined;
    },
  },
  {
    code: "SEQUENCE_AFTER_SEGMENT",
    section: "4.3.3.2",
    text: "EXT-X-MEDIA-SEQUENCE must come before the first segment",
    hint: "Write it at the head of the playlist.",
    find: (lines) => {
      const sequence = lines.findIndex((line) => line.startsWith("#EXT-X-MEDIA-SEQUENCE"));
      const first = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
      return sequence > first && first >= 0
        ? `the first segment is ${lines[first] ?? ""}`
        : undefined;
    },
  },
  {
    code: "KEY_WITHOUT_URI",
    section: "4.3.2.4",
    text: "EXT-X-KEY must name where the key is, unless METHOD is NONE",
    hint: "Add the attribute URI.",
    find: (lines) =>
      lines.find(
        (line) =>
          line.startsWith("#EXT-X-KEY:") && !/METHOD=NONE/.test(line) && !/URI="[^"]+"/.test(line),
      ),
  },
];

/** What RFC 8216 forbids and is in the text, master or media. */
export function brokenRules(text: string, kind: "master" | "media"): readonly Fault[] {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const own =
    kind === "master" ? [...MASTER, ...MASTER_ATTRIBUTES] : [...MEDIA, ...MEDIA_ATTRIBUTES];
  return [...COMMON, VERSION, ...own].flatMap(
    ({ code, section, text: what, hint, find }): readonly Fault[] => {
      const saw = find(lines);
      if (saw === undefined) return [];
      return [{ code, severity: "fail", saw, text: `${what} (RFC 8216 §${section})`, hint }];
    },
  );
}

function tag(line: string): string {
  return line.replace(/[:\s].*$/s, "").slice(1);
}
