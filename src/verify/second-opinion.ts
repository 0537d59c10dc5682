import { spawn } from "node:child_process";
import { z } from "zod";
import { findProgram } from "../platform/find-program.ts";
import { toolWords } from "./tool-words.ts";
import type { SecondOpinion } from "./target.ts";

const report = z.object({
  streams: z.array(z.object({ codec_name: z.string().optional() })).default([]),
});

const MOST_COMPLAINTS = 3;
/** Of a segment that is too small for it to be sure. */
const ABOUT_ITSELF =
  /misdetection possible|not detect TS packet size|Consider increasing the value for/;

/**
 * Asks ffprobe about a segment. Undefined where it is not installed. `path` is what PATH is for this run. Never throws; a
 * crash is a complaint.
 */
export async function askFfprobe(
  segment: Uint8Array,
  path: string | undefined,
  signal: AbortSignal,
): Promise<SecondOpinion | undefined> {
  const program = await findProgram("ffprobe", path ?? "");
  if (program === undefined) return undefined;
  return new Promise((resolve) => {
    const arguments_ = ["-v", "warning", "-of", "json", "-show_streams", "-i", "pipe:0"];
    const child = spawn(program, arguments_, {
      env: { PATH: path },
      windowsHide: true,
      stdio: ["pipe", "pipe", "pipe"],
      signal,
    });
    const text = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].on("data", (chunk: Buffer) => {
        text[stream] += chunk.toString("utf8");
      });
    // It may stop reading early.
    child.stdin.on("error", () => undefined);
    child.stdin.end(segment);
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => {
      const complaints = text.stderr
        .split(/\r?\n/)
        .filter((line) => line.trim() !== "" && !ABOUT_ITSELF.test(line))
        .slice(0, MOST_COMPLAINTS)
        .map(toolWords);
      resolve({
        program: "ffprobe",
        codecs: codecsOf(text.stdout),
        complaints: code === 0 ? complaints : [`ended with ${code}`, ...complaints],
      });
    });
  });
}

function codecsOf(stdout: string): readonly string[] {
  try {
    const { streams } = report.parse(JSON.parse(stdout));
    return streams.flatMap(({ codec_name: name }) => name ?? []);
  } catch {
    return [];
  }
}
