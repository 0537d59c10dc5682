import type { Action } from "../core/engine/action.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { DOING } from "../core/engine/action-words.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";

/** A step that is under way; a wait outside the steps (a start, the first picture) has no action. */
export type RunningStep = {
  readonly action: Action | undefined;
  /** Epoch milliseconds. */
  readonly since: number;
  /** What the cloud says now and what is waited for. */
  readonly detail: string | undefined;
  /** Epoch milliseconds of the last news. */
  readonly heardAt: number;
};

/** States are asked for every few seconds: a wait outside the steps that was silent for longer is over. */
const SILENCE_MS = 12_000;

/** Forgets waits outside the steps that have ended: no event says so. `now` is epoch milliseconds. */
export function forgetSilent(running: Map<ResourceKind, RunningStep>, now: number): void {
  for (const [kind, { action, heardAt }] of running)
    if (action === undefined && now - heardAt > SILENCE_MS) running.delete(kind);
}

/** Forgets every wait outside the steps: whoever waited knows that it is over. */
export function forgetWaits(running: Map<ResourceKind, RunningStep>): void {
  for (const [kind, { action }] of running) if (action === undefined) running.delete(kind);
}

/** Room for the spinner and a margin. */
const MARGIN = 4;

/** One line for each running step with its elapsed time, none wider than the terminal. `now` is epoch milliseconds. */
export function runningLines(
  running: ReadonlyMap<ResourceKind, RunningStep>,
  now: number,
  columns: number,
): readonly string[] {
  const room = Math.max(10, columns - MARGIN);
  return [...running].map(([kind, { action, since, detail }]) => {
    const doing = action === undefined ? "" : `${DOING[action]} `;
    const head = `${doing}${RESOURCE_NAMES[kind]} ${elapsedText(now - since)}`;
    const whole = detail === undefined ? head : `${head} (${detail})`;
    return whole.length <= room ? whole : `${whole.slice(0, room - 1)}…`;
  });
}

/** A duration as people read it: `0.4 s`, `42 s`, `3 min 5 s`. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
