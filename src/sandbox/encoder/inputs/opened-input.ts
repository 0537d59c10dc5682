import type { Diagnosis } from "./input-alerts.ts";
import type { Sender } from "./push-feed.ts";

/** An opened input: how ffmpeg is to read it, and for pushes, when there is somebody to read from. */
export type OpenedInput = {
  readonly inputArguments: readonly string[];
  /** What ffmpeg is to read on its standard input besides: a list of files. */
  readonly inputText?: string | undefined;
  /** Texts that must not appear in an alert. */
  readonly secrets: readonly string[];
  /** Waits for a sender; undefined where ffmpeg dials out or opens a file. */
  readonly sender?: (signal: AbortSignal) => Promise<Sender>;
  /** What is wrong with what arrives at a push input now; undefined when that is what it takes, or where nobody pushes. */
  readonly diagnose?: () => Diagnosis | undefined;
  /** Looks at what the address of a pull input gives, when it could not be read. */
  readonly examine?: (diagnosis: Diagnosis) => Promise<Diagnosis>;
  /** The input has an end of its own: a file that is not looped. */
  readonly endsForGood: boolean;
  /** What ffmpeg's own connections go through. */
  readonly pullProxy?: string | undefined;
  close(): Promise<void>;
};
