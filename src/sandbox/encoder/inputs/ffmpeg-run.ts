import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { EncoderSettings } from "../encoder-settings.ts";
import { ffmpegEnvironment } from "./ffmpeg-environment.ts";
import { gopFramesOf } from "../test-pattern/frame-times.ts";
import { createRungAligner, type RungGop } from "./rung-aligner.ts";
import { rungArguments } from "./rung-arguments.ts";
import { optionList } from "./option-list.ts";
import { createStderrTail, type InputStream } from "./stderr-tail.ts";
import { createTsCutter } from "./ts-cutter.ts";

/** One life of ffmpeg: one input, all rungs. */
export type FfmpegRun = {
  /** The process's standard input; pushes go here. Errors on it mean that the process went away. */
  readonly input: Writable;
  /** Resolves when the process is gone and all it wrote has been read. Never rejects. */
  readonly ended: Promise<RunEnd>;
  /** What ffmpeg found in the input so far. */
  streams(): readonly InputStream[];
  /** Ends the process, by force after a second. Resolves with `ended`. */
  stop(): Promise<RunEnd>;
};

export type RunEnd = {
  readonly code: number | null;
  /** The last line that ffmpeg wrote, without secrets; empty when it wrote none. */
  readonly lastLine: string;
  readonly lines: readonly string[];
  /** What ffmpeg found in the input. */
  readonly streams: readonly InputStream[];
};

type RunOptions = {
  readonly ffmpegPath: string;
  readonly settings: EncoderSettings;
  readonly inputArguments: readonly string[];
  readonly preset: string;
  /** What pulls go through. */
  readonly pullProxy?: string | undefined;
  /** Texts that must not show up in `lastLine`. */
  readonly secrets: readonly string[];
  readonly onGops: (gops: readonly RungGop[]) => void;
};

const GRACE_MS = 1_000;
/** As many as tell what something is. */
export const FIRST_BYTES = 1_024;
const FIRST_BYTES_PATIENCE_MS = 5_000;

/**
 * The first bytes that ffmpeg gets of an input, by the way and within the bounds that it plays with; undefined when it
 * gets nothing in time.
 */
export function readFirstBytes({
  ffmpegPath,
  inputArguments,
  pullProxy,
}: Pick<RunOptions, "ffmpegPath" | "inputArguments" | "pullProxy">): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      ffmpegPath,
      [
        ...["-hide_banner", "-nostdin", ...optionList({ loglevel: "error" }), ...inputArguments],
        ...optionList({ map: "0", c: "copy", f: "data" }),
        "pipe:1",
      ],
      {
        stdio: ["ignore", "pipe", "ignore"],
        env: ffmpegEnvironment(process.env, pullProxy),
        windowsHide: true,
        timeout: FIRST_BYTES_PATIENCE_MS,
      },
    );
    const parts: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes >= FIRST_BYTES) child.kill();
    });
    child.once("error", () => resolve(undefined));
    child.once("close", (code) =>
      resolve(bytes > 0 || code === 0 ? Buffer.concat(parts) : undefined),
    );
  });
}

/** Starts ffmpeg on an input and passes on its GOPs as all rungs complete them. */
export function startFfmpegRun(options: RunOptions): FfmpegRun {
  const { settings } = options;
  const child = spawn(
    options.ffmpegPath,
    [
      "-hide_banner",
      "-nostdin",
      "-nostats",
      ...optionList({ loglevel: "level+info" }),
      ...options.inputArguments,
      ...rungArguments(settings, options.preset),
    ],
    {
      stdio: ["pipe", "ignore", "pipe", ...settings.rungs.map(() => "pipe" as const)],
      env: ffmpegEnvironment(process.env, options.pullProxy),
      windowsHide: true,
    },
  );
  const tail = createStderrTail(options.secrets);
  const [input, , errors, ...rungs] = child.stdio;
  const aligner = createRungAligner(
    settings.rungs.map((rung) => gopFramesOf(settings, rung)),
    options.onGops,
  );
  (errors as Readable | null)?.on("data", (chunk: Buffer) => tail.push(chunk));
  for (const [rung, pipe] of rungs.entries()) {
    const cutter = createTsCutter(settings.rungs[rung]?.sampleRate ?? 0, (gop) =>
      aligner.add({ ...gop, rung }),
    );
    (pipe as Readable | null)?.on("data", (chunk: Buffer) => cutter.push(chunk));
    (pipe as Readable | null)?.on("end", () => cutter.end());
  }
  const ended = new Promise<RunEnd>((resolve) => {
    const end = (code: number | null, lastLine: string): void =>
      resolve({ code, lastLine, lines: tail.lines(), streams: tail.streams() });
    child.once("error", (error) => end(null, error.message));
    child.once("close", (code) => end(code, tail.last()));
  });
  (input as Writable).on("error", () => child.kill("SIGTERM"));
  return {
    input: input as Writable,
    ended,
    streams: () => tail.streams(),
    async stop() {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      const end = await ended;
      clearTimeout(force);
      return end;
    },
  };
}
