import type { Diagnosis } from "./input-alerts.ts";
import type { RunEnd } from "./ffmpeg-run.ts";

/** Lines of ffmpeg, and what they mean; the first that matches counts. */
const MEANINGS: readonly (readonly [RegExp, Diagnosis["lacks"], string])[] = [
  [
    /Server returned (?:404|403|401|4XX|5XX)|HTTP error (\d{3})/,
    "access",
    "the address of the input answers with $1",
  ],
  [
    /Password required|UNSECURE|BADSECRET|passphrase|wrong password/i,
    "access",
    "the SRT listener wants a passphrase, or a different one",
  ],
  [
    /Failed to resolve hostname|Name or service not known/,
    "access",
    "the host name of the input cannot be resolved",
  ],
  [
    /Connection refused/,
    "access",
    "nobody listens at the address of the input: connection refused",
  ],
  [/Connection to srt:\S* failed/, "access", "no SRT listener answers at the address of the input"],
  [/timed out/i, "access", "the address of the input does not answer in time"],
  [/No such file/, "access", "the file of the input is no longer there: No such file"],
  [
    /partial file|Stream ends prematurely/,
    "read",
    "the input cannot be read as video: the server sends the file from its beginning only, and in this MP4 the index (moov box) comes after the pictures; serve it with range requests, or write it with -movflags +faststart",
  ],
  [
    /moov atom not found/,
    "read",
    "the input cannot be read as video: this MP4 has no moov box, so the file is cut off or was never finished",
  ],
];

/** What it says when it is told to stop. */
const STOPPED = /Immediate exit requested|received signal 15/;

/** What a run that gave no pictures says about its input. */
export function diagnoseRun({ lines, lastLine, code, streams }: RunEnd): Diagnosis {
  const video = streams.find(({ kind }) => kind === "Video");
  const audio = streams.find(({ kind }) => kind === "Audio");
  if (streams.length > 0 && video === undefined)
    return {
      lacks: "video",
      says:
        audio === undefined
          ? "neither video nor audio arrives from the input"
          : `audio, but no video arrives from the input (${audio.codec})`,
    };
  for (const [pattern, lacks, says] of MEANINGS) {
    const match = lines.map((line) => pattern.exec(line)).find((found) => found !== null);
    if (match != null)
      return {
        lacks,
        says: says.replace("$1", match[1] === undefined ? "an error" : `HTTP ${match[1]}`),
      };
  }
  if (video === undefined && lines.some((line) => STOPPED.test(line)))
    return { lacks: "nothing", says: "nothing that can be decoded came from the input in time" };
  return {
    lacks: "read",
    says: `the input cannot be read as video: ${video === undefined ? lastLine || `ffmpeg ended (${code})` : `it says that it holds ${video.codec}, and no picture of that can be decoded`}`,
  };
}
