import type { Fault } from "../../verify/stream/fault.ts";
import { judgeAnswers } from "../../verify/stream/judge-answers.ts";
import { notServed } from "../../verify/stream/judge-segments.ts";
import { isServed } from "../../verify/stream/open-resource.ts";
import { brokenRules } from "../../verify/stream/playlist-rules.ts";
import { nameOf, textOf } from "../../verify/stream/reply-words.ts";
import type { Reply } from "../../verify/stream/wire.ts";

const PLAYLIST = /^\uFEFF?#EXTM3U/;

/** Is the answer a playlist, whatever its name and type say? */
export function isPlaylist(reply: Reply): boolean {
  return PLAYLIST.test(reply.answer?.body.subarray(0, 16).toString("utf8") ?? "");
}

/** What is wrong with an answer, in the words of `verify --url`; undefined when nothing is, as far as it tells by itself. */
export function faultWords(reply: Reply): string | undefined {
  const fault = faultsOf(reply).find(({ severity }) => severity === "fail");
  return fault === undefined
    ? undefined
    : `${fault.saw.startsWith(nameOf(reply)) ? "" : `${nameOf(reply)}: `}${fault.saw}: ${fault.text}. ${fault.hint}`;
}

function faultsOf(reply: Reply): readonly Fault[] {
  const known = judgeAnswers([reply]);
  if (known.length > 0) return known;
  if (isPlaylist(reply)) {
    const text = textOf(reply);
    return brokenRules(text, /^#EXT-X-STREAM-INF/m.test(text) ? "master" : "media");
  }
  const isSegment = !/\.m3u8?$/i.test(nameOf(reply));
  return isServed(reply) || !isSegment ? [] : [{ ...notServed(reply), severity: "fail" }];
}
