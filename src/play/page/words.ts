import type { ErrorData } from "hls.js";

/** An error of the player in plain words, with what it means for the viewer; `verify` is the command that finds the cause. */
export function inWords(data: ErrorData, verify: string): string {
  const status = data.response?.code ?? 0;
  const name = fileName(data.frag?.url ?? data.context?.url ?? data.url ?? "");
  const answered = status === 0 ? "is not answered" : `is answered with ${status}`;
  const details: string = data.details;
  switch (details) {
    case "manifestLoadError":
    case "manifestLoadTimeOut":
      return `The master playlist ${answered}${meaning(status, verify)}`;
    case "levelLoadError":
    case "levelLoadTimeOut":
      return `The variant playlist ${name} ${answered}${meaning(status, verify)}`;
    case "fragLoadError":
    case "fragLoadTimeOut":
      return `The segment ${name} ${answered}${meaning(status, verify)}`;
    case "manifestParsingError":
    case "levelParsingError":
      return `A playlist cannot be read: ${data.error.message}.`;
    case "manifestIncompatibleCodecsError":
      return "This browser plays none of the codecs that the master playlist names.";
    case "bufferStalledError":
      return "The buffer ran dry: segments come slower than they are played.";
    case "bufferNudgeOnStall":
    case "bufferSeekOverHole":
      return "There is a gap in the stream; the player jumped over it.";
    case "fragParsingError":
      return `The segment ${name} is damaged: ${data.error.message}.`;
    case "bufferAppendError":
    case "bufferAppendingError":
    case "bufferAddCodecError":
      return `The browser refuses the segment ${name}.`;
    default:
      return `${details}: ${data.error.message}.`;
  }
}

function meaning(status: number, verify: string): string {
  if (status === 0) return ": has the command that serves this page ended?";
  return `${MEANINGS[status] ?? "."} Try: ${verify}`;
}

const REFUSED = ": the edge, or its origin, refuses it.";
const UNREACHABLE = ": the edge or the origin cannot be reached.";
const MEANINGS: Readonly<Record<number, string>> = {
  401: REFUSED,
  403: REFUSED,
  404: ": it is not there. Is the channel running?",
  502: UNREACHABLE,
  504: UNREACHABLE,
};

/** The file name of a URL, without a query that may hold a key. */
function fileName(url: string): string {
  const path = url.replace(/[?#].*$/s, "");
  return path.slice(path.lastIndexOf("/") + 1);
}
