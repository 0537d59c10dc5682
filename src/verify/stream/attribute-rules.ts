import type { Rule } from "./rule.ts";

const ATTRIBUTE = /([A-Z0-9-]+)=("[^"]*"|[^",]*)/g;

/** The attributes of a tag's line, quotes kept (RFC 8216 §4.2). */
function attributesOf(line: string): ReadonlyMap<string, string> {
  const list = line.slice(line.indexOf(":") + 1);
  return new Map(
    [...list.matchAll(ATTRIBUTE)].map(([, name = "", value = ""]) => [name, value.trim()]),
  );
}

/** The first line of a tag whose attributes break something. */
function lineOf(
  tag: string,
  isWrong: (attributes: ReadonlyMap<string, string>) => boolean,
): Rule["find"] {
  return (lines) =>
    lines.find((line) => line.startsWith(`#${tag}:`) && isWrong(attributesOf(line)))?.slice(0, 120);
}

const isQuoted = (value: string | undefined): boolean => /^"[^"]+"$/.test(value ?? "");

/** What RFC 8216 wants of the attributes in a master playlist. */
export const MASTER_ATTRIBUTES: readonly Rule[] = [
  {
    code: "RENDITION_INCOMPLETE",
    section: "4.3.4.1",
    text: "EXT-X-MEDIA must have TYPE, GROUP-ID and NAME, subtitles a URI, and captions INSTREAM-ID and no URI",
    hint: "Add what is missing, or take away what may not be there.",
    find: lineOf("EXT-X-MEDIA", (attributes) => {
      const type = attributes.get("TYPE") ?? "";
      const isCaptions = type === "CLOSED-CAPTIONS";
      return (
        !/^(?:AUDIO|VIDEO|SUBTITLES|CLOSED-CAPTIONS)$/.test(type) ||
        !isQuoted(attributes.get("GROUP-ID")) ||
        !isQuoted(attributes.get("NAME")) ||
        (type === "SUBTITLES" && !isQuoted(attributes.get("URI"))) ||
        (isCaptions && (attributes.has("URI") || !isQuoted(attributes.get("INSTREAM-ID"))))
      );
    }),
  },
  {
    code: "RENDITIONS_ALIKE",
    section: "4.3.4.1.1",
    text: "renditions of one group must have names of their own, and one of them at most is the default",
    hint: "Name each by what it is, and let one have DEFAULT=YES.",
    find: (lines) => {
      const seen = new Set<string>();
      return lines.find((line) => {
        if (!line.startsWith("#EXT-X-MEDIA:")) return false;
        const attributes = attributesOf(line);
        const group = `${attributes.get("TYPE") ?? ""} ${attributes.get("GROUP-ID") ?? ""}`;
        const isDefault = attributes.get("DEFAULT") === "YES";
        const marks = [`${group} ${attributes.get("NAME") ?? ""}`];
        if (isDefault) marks.push(`${group} default`);
        const isSeen = marks.some((mark) => seen.has(mark));
        for (const mark of marks) seen.add(mark);
        return isSeen;
      });
    },
  },
  {
    code: "I_FRAMES_INCOMPLETE",
    section: "4.3.4.3",
    text: "EXT-X-I-FRAME-STREAM-INF must have BANDWIDTH and URI",
    hint: "Add what is missing.",
    find: lineOf(
      "EXT-X-I-FRAME-STREAM-INF",
      (attributes) =>
        !/^\d+$/.test(attributes.get("BANDWIDTH") ?? "") || !isQuoted(attributes.get("URI")),
    ),
  },
  {
    code: "RESOLUTION_UNREADABLE",
    section: "4.2",
    text: "RESOLUTION is two whole numbers with an x between them",
    hint: "Write width, x and height, without quotes.",
    find: lineOf("EXT-X-STREAM-INF", (attributes) => {
      const size = attributes.get("RESOLUTION");
      return size !== undefined && !/^\d+x\d+$/.test(size);
    }),
  },
  {
    code: "SESSION_DATA_INCOMPLETE",
    section: "4.3.4.4",
    text: "EXT-X-SESSION-DATA must have DATA-ID, and either VALUE or URI",
    hint: "Add what is missing, or take one of the two away.",
    find: lineOf(
      "EXT-X-SESSION-DATA",
      (attributes) =>
        !isQuoted(attributes.get("DATA-ID")) || attributes.has("VALUE") === attributes.has("URI"),
    ),
  },
];

const METHODS = /^(?:NONE|AES-128|AES-256(?:-GCM)?|SAMPLE-AES(?:-CTR|-CENC)?|ISO-23001-7)$/;

/** What RFC 8216 wants of the attributes in a media playlist. */
export const MEDIA_ATTRIBUTES: readonly Rule[] = [
  {
    code: "KEY_UNREADABLE",
    section: "4.3.2.4",
    text: "EXT-X-KEY must have a METHOD that is known, and an IV is 0x and 32 hexadecimal digits",
    hint: "Compare the tag with what the packager encrypts with.",
    find: lineOf("EXT-X-KEY", (attributes) => {
      const iv = attributes.get("IV");
      const isMethod = METHODS.test(attributes.get("METHOD") ?? "");
      return !isMethod || (iv !== undefined && !/^0x[\da-f]{1,32}$/i.test(iv));
    }),
  },
  {
    code: "MAP_WITHOUT_URI",
    section: "4.3.2.5",
    text: "EXT-X-MAP must name the initialization section",
    hint: "Add the attribute URI.",
    find: lineOf("EXT-X-MAP", (attributes) => !isQuoted(attributes.get("URI"))),
  },
  {
    code: "RANGE_WITHOUT_OFFSET",
    section: "4.3.2.2",
    text: "a byte range without an offset goes on where the segment before it ended, which must be a range of the same file",
    hint: "Write the offset behind an @.",
    find: (lines) => {
      let before: string | undefined;
      let range: string | undefined;
      for (const line of lines) {
        if (line.startsWith("#EXT-X-BYTERANGE:")) range = line;
        if (line.startsWith("#")) continue;
        if (range?.includes("@") === false && before !== line) return range;
        before = range === undefined ? undefined : line;
        range = undefined;
      }
      return undefined;
    },
  },
  {
    code: "TYPE_UNKNOWN",
    section: "4.3.3.5",
    text: "EXT-X-PLAYLIST-TYPE is EVENT or VOD",
    hint: "Leave the tag out of a live playlist whose window moves.",
    find: (lines) =>
      lines.find((line) => /^#EXT-X-PLAYLIST-TYPE\b(?!:(?:EVENT|VOD)\s*$)/.test(line)),
  },
  {
    code: "DATE_UNREADABLE",
    section: "4.3.2.6",
    text: "EXT-X-PROGRAM-DATE-TIME is a date and a time of ISO 8601",
    hint: "Write it as 2026-11-28T12:00:00.000Z.",
    find: (lines) =>
      lines.find((line) => {
        const [, date] = /^#EXT-X-PROGRAM-DATE-TIME:(.*)$/.exec(line) ?? [];
        return date !== undefined && Number.isNaN(Date.parse(date.trim()));
      }),
  },
  {
    code: "DISCONTINUITY_SEQUENCE_LATE",
    section: "4.3.3.3",
    text: "EXT-X-DISCONTINUITY-SEQUENCE must come before the first segment and every EXT-X-DISCONTINUITY",
    hint: "Write it at the head of the playlist.",
    find: (lines) => {
      const at = lines.findIndex((line) => line.startsWith("#EXT-X-DISCONTINUITY-SEQUENCE"));
      const first = lines.findIndex(
        (line) => !line.startsWith("#") || /^#EXT-X-DISCONTINUITY\s*$/.test(line),
      );
      return at > first && first >= 0 ? `after ${lines[first]?.slice(0, 60) ?? ""}` : undefined;
    },
  },
];
