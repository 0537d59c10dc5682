import { type Container, containerOf } from "../media/read-media.ts";
import type { Fault } from "./fault.ts";
import { beginningOf, headersOf, many, nameOf } from "./reply-words.ts";
import type { Reply, Wanted } from "./wire.ts";

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
  const what = first.wanted ?? wantedBy(nameOf(first));
  return [
    {
      code: "WEB_PAGE_INSTEAD",
      severity: "fail",
      saw: `${nameOf(first)}: ${first.head?.status ?? 0}, ${headersOf(first)}, begins with ${beginningOf(first)}${many(hit, replies)}`,
      text: `the edge answers with a web page instead of ${what.startsWith("i") ? "an" : "a"} ${what}`,
      hint: "Look at what answers there: an error page served with 200, a sign-in page, a page of a proxy on the way, or the address of a player instead of a playlist.",
      address: first.address,
    },
  ];
}

function wantedBy(name: string): Wanted {
  if (/\.m3u8?$/i.test(name)) return "playlist";
  return /\.key$/i.test(name) ? "key" : "segment";
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
    ({ answer, finalAddress }) =>
      isOk(answer?.status) &&
      isUnusual(
        answer?.headers.get("content-type") ?? "",
        containerOf(answer?.body ?? NONE),
        new URL(finalAddress).pathname,
      ),
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

/** A playlist is one by its type or by the end of its path (RFC 8216 §4). */
function isUnusual(type: string, container: Container, path: string): boolean {
  if (container === "playlist" && !/\.m3u8?$/i.test(path)) return !/mpegurl/i.test(type);
  return REFUSED_TYPES.test(type) && /^(?:mpeg-ts|fmp4|playlist|packed-audio)$/.test(container);
}

const NONE = Buffer.alloc(0);

function isOk(status: number | undefined): boolean {
  return status === 200 || status === 206;
}
