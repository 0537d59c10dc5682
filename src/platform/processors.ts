import { cpus } from "node:os";

/** Milliseconds since this machine was started, of all its processors together. */
export type ProcessorTimes = { readonly workedMs: number; readonly restedMs: number };

/** How long the processors of this machine have worked, for whomever, and rested. */
export function processorTimes(): ProcessorTimes {
  const all = cpus().map(({ times }) => times);
  return {
    workedMs: all.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0),
    restedMs: all.reduce((sum, { idle }) => sum + idle, 0),
  };
}
