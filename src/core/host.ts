import type { Clock } from "./engine/clock.ts";
import type { HostEvent } from "./host-events.ts";
import type { Question } from "./questions.ts";

/**
 * What the core needs of whoever runs it: facts go out by `emit`, answers come in by `decide`. A host that talks to a person
 * is one of many: a test's has ten lines.
 */
export type Host = {
  readonly emit: (event: HostEvent) => void;
  /** Is the answer to all of these yes? May reject: a script that did not say, a person who left. */
  readonly decide: (...questions: readonly Question[]) => Promise<boolean>;
  readonly clock: Clock;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Aborts when the run is to end: what is in flight is finished and recorded. */
  readonly signal: AbortSignal;
  /** The folder that `.live-origin` is in. */
  readonly folder: string;
  /** Who holds a lock: this machine and process. */
  readonly machine: {
    readonly name: string;
    readonly pid: number;
    readonly isAlive: (pid: number) => boolean;
  };
  /** This run, to be typed again. */
  readonly commandLine: string;
  /** A command of ours on a stack, as it must be typed where this run was started: `stop`, `evening` → the whole line. */
  readonly commandFor: (verb: string, stackName: string) => string;
};
