import { spawn } from "node:child_process";
import { findProgram } from "../platform/find-program.ts";
import { toolWords } from "./tool-words.ts";

/** What a decoder made of a segment. */
export type Decoded = {
  /** Pictures that could be decoded. */
  readonly pictures: number;
  /** What the decoder complained of, its first lines. */
  readonly complaints: readonly string[];
  readonly isBlack: boolean;
  /** Hardly a picture differs from the one before. */
  readonly isStill: boolean;
  readonly isSilent: boolean;
};

const MOST_COMPLAINTS = 3;
const PATIENCE_MS = 15_000;
/** A black or still stretch and a silence count when they fill this part of the segment. */
const NEARLY_ALL = 0.9;

/**
 * Decodes a transport stream segment with ffmpeg and looks at what it shows. Undefined where ffmpeg is not installed or does
 * not end in time. `path` is what PATH is for this run, `seconds` the segment's length. Never throws; a crash is a complaint.
 */
export async function decodeSegment(
  segment: Uint8Array,
  seconds: number,
  { path, signal }: { readonly path: string | undefined; readonly signal: AbortSignal },
): Promise<Decoded | undefined> {
  const program = await findProgram("ffmpeg", path ?? "");
  if (program === undefined) return undefined;
  const least = (seconds * NEARLY_ALL).toFixed(2);
  const leastStill = Math.min(LEAST_STILL_SECONDS, seconds * NEARLY_ALL).toFixed(2);
  const limit = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve) => {
    const child = spawn(
      program,
      [
        ...["-hide_banner", "-nostdin", "-loglevel", "level+info", "-i", "pipe:0"],
        ...["-vf", `blackdetect=d=${least},freezedetect=n=-60dB:d=${leastStill}`],
        ...["-af", `silencedetect=n=-60dB:d=${least}`, "-f", "null", "-"],
      ],
      {
        env: { PATH: path },
        windowsHide: true,
        stdio: ["pipe", "ignore", "pipe"],
        signal: AbortSignal.any([signal, limit]),
      },
    );
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
    });
    // It may stop reading early.
    child.stdin.on("error", () => undefined);
    child.stdin.end(segment);
    child.once("error", () => resolve(undefined));
    child.once("close", (code) =>
      resolve(limit.aborted ? undefined : readDecoded(said, code, seconds)),
    );
  });
}

/** Keyframes of a low bitrate look other than the pictures before them, so a picture stands still in several stretches. */
const LEAST_STILL_SECONDS = 0.4;

function stillSeconds(said: string, seconds: number): number {
  const ended = [...said.matchAll(/freeze_duration: ([\d.]+)/g)].map(([, length]) =>
    Number(length),
  );
  const starts = [...said.matchAll(/freeze_start: ([\d.]+)/g)].map(([, at]) => Number(at));
  const open = starts.length > ended.length ? seconds - (starts.at(-1) ?? seconds) : 0;
  return ended.reduce((sum, length) => sum + length, Math.max(0, open));
}

function readDecoded(said: string, code: number | null, seconds: number): Decoded {
  const lines = said.split(/[\r\n]+/);
  const complaints = lines.filter((line) => /\[(?:error|fatal)\]/.test(line)).map(toolWords);
  const counts = [...said.matchAll(/frame=\s*(\d+)/g)].map(([, count]) => Number(count));
  return {
    pictures: counts.at(-1) ?? 0,
    complaints: [...(code === 0 ? [] : [`ffmpeg ended with ${code}`]), ...complaints].slice(
      0,
      MOST_COMPLAINTS,
    ),
    isBlack: said.includes("black_start:"),
    isStill: stillSeconds(said, seconds) >= seconds * NEARLY_ALL,
    isSilent: said.includes("silence_start:"),
  };
}
