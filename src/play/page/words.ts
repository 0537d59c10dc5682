import type { ErrorData } from "hls.js";

/** An error of the player in plain words, with what it means for the viewer. */
export function inWords(data: ErrorData): string {
  const status = data.response?.code ?? 0;
  const name = fileName(data.frag?.url ?? data.context?.url ?? data.url ?? "");
  const answered = status === 0 ? "is not answered" : `is answered with ${status}`;
  const details: string = data.details;
  switch (details) {
    case "manifestLoadError":
    case "manifestLoadTimeOut":
      return `The master playlist ${answered}${meaning(status)}`;
    case "levelLoadError":
    case "levelLoadTimeOut":
      return `The variant playlist ${name} ${answered}${meaning(status)}`;
    case "fragLoadError":
    case "fragLoadTimeOut":
      return `The segment ${name} ${answered}${meaning(status)}`;
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

function meaning(status: number): string {
  if (status === 401 || status === 403)
    return ": the edge's key is refused. Try live-origin verify.";
  if (status === 404) return ": it is not there. Is the channel running? Try live-origin verify.";
  if (status === 502 || status === 504)
    return ": the edge or the origin cannot be reached. Try live-origin verify.";
  return status === 0 ? ": has live-origin play ended?" : ". Try live-origin verify.";
}

/** The file name of a URL, without a query that may hold a key. */
function fileName(url: string): string {
  const path = url.replace(/[?#].*$/s, "");
  return path.slice(path.lastIndexOf("/") + 1);
}
