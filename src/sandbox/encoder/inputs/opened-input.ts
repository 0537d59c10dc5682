import type { Sender } from "./push-feed.ts";

/** An opened input: how ffmpeg is to read it, and for pushes, when there is somebody to read from. */
export type Intake = {
  readonly inputArguments: readonly string[];
  /** Texts that must not appear in an alert. */
  readonly secrets: readonly string[];
  /** Waits for a sender; undefined where ffmpeg dials out or opens a file. */
  readonly sender?: (signal: AbortSignal) => Promise<Sender>;
  /** The input has an end of its own: a file that is not looped. */
  readonly endsForGood: boolean;
  /** What ffmpeg's own connections go through. */
  readonly pullProxy?: string | undefined;
  close(): Promise<void>;
};
