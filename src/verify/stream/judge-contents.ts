import { containerOf } from "../media/read-media.ts";
import type { Fault } from "./fault.ts";
import { headersOf, many, nameOf, textOf } from "./reply-words.ts";
import type { Reply } from "./wire.ts";

/** Bodies that came with 200 and are not what they should be. */
export function judgeContents(replies: readonly Reply[]): readonly Fault[] {
  return [...pages(replies), ...compressed(replies)];
}

function pages(replies: readonly Reply[]): readonly Fault[] {
  const hit = replies.filter(
    ({ answer }) => isOk(answer?.status) && containerOf(answer?.body ?? NONE) === "html",
  );
  const [first] = hit;
  if (first === undefined) return [];
  const what = first.wanted ?? (/\.m3u8?$/i.test(nameOf(first)) ? "playlist" : "segment");
  return [
    {
      code: "WEB_PAGE_INSTEAD",
      severity: "fail",
      saw: `${nameOf(first)}: ${first.head?.status ?? 0}, ${headersOf(first)}, begins with ${beginning(first)}${many(hit, replies)}`,
      text: `the edge answers with a web page instead of ${what.startsWith("i") ? "an" : "a"} ${what}`,
      hint: "Look at what answers there: an error page served with 200, a sign-in page, a page of a proxy on the way, or the address of a player instead of a playlist.",
      address: first.address,
    },
  ];
}

function compressed(replies: readonly Reply[]): readonly Fault[] {
  const hit = replies.filter(
    ({ answer }) => isOk(answer?.status) && containerOf(answer?.body ?? NONE) === "gzip",
  );
  const [first] = hit;
  if (first === undefined) return [];
  return [
    {
      code: "ENCODING_NOT_SAID",
      severity: "fail",
      saw: `${nameOf(first)}: begins with 1f 8b, ${headersOf(first)}${many(hit, replies)}`,
      text: "the body is compressed with gzip, but the header Content-Encoding does not say so",
      hint: "Upload it with Content-Encoding: gzip, or uncompressed; let the CDN compress playlists by itself.",
      address: first.address,
    },
  ];
}

/** A player in a browser looks at the bytes; many televisions look here. */
const REFUSED_TYPES = /^(?:text\/(?!vtt)|image\/|application\/(?:json|xml|xhtml)|multipart\/)/i;

/** Content types that many devices refuse. */
export function contentTypes(replies: readonly Reply[]): readonly Fault[] {
  const hit = replies.filter(
    ({ answer }) =>
      isOk(answer?.status) &&
      REFUSED_TYPES.test(answer?.headers.get("content-type") ?? "") &&
      /^(?:mpeg-ts|fmp4|playlist|packed-audio)$/.test(containerOf(answer?.body ?? NONE)),
  );
  const [first] = hit;
  if (first === undefined) return [];
  return [
    {
      code: "CONTENT_TYPE_UNUSUAL",
      severity: "warn",
      saw: `${nameOf(first)}: ${headersOf(first)}${many(hit, replies)}`,
      text: "televisions and set-top boxes refuse media with such a content type, though browsers play it (RFC 8216 §4 and §10)",
      hint: "Serve playlists as application/vnd.apple.mpegurl, transport streams as video/mp2t, fragmented MP4 as video/mp4.",
      address: first.address,
    },
  ];
}

const NONE = Buffer.alloc(0);

function isOk(status: number | undefined): boolean {
  return status === 200 || status === 206;
}

/** The first words of a page, on one line. */
function beginning(reply: Reply): string {
  return JSON.stringify(textOf(reply).replaceAll(/\s+/g, " ").trim().slice(0, 60));
}
