import type { SandboxClock } from "./clock.ts";

type Deadline = {
  /** Something happened: the time begins anew. */
  readonly touch: () => void;
  readonly cancel: () => void;
};

/** Calls `onSilence` when nothing happened for `milliseconds`. */
export type SetDeadline = (milliseconds: number, onSilence: () => void) => Deadline;

type Entry = { readonly milliseconds: number; touchedAt: number; readonly onSilence: () => void };

/**
 * Deadlines on the sandbox's clock that cost nearly nothing to set and to cancel: one sleep watches over all of them.
 * Ends with `closing`.
 */
export function createDeadlines(clock: SandboxClock, closing: AbortSignal): SetDeadline {
  const entries = new Set<Entry>();
  let wakeAt = Infinity;

  const wakeBy = (at: number): void => {
    if (at >= wakeAt) return;
    wakeAt = at;
    clock.sleep(at - clock.now(), closing).then(check, () => undefined);
  };
  const check = (): void => {
    wakeAt = Infinity;
    let next = Infinity;
    for (const entry of entries) {
      const at = entry.touchedAt + entry.milliseconds;
      if (at > clock.now()) next = Math.min(next, at);
      else {
        entries.delete(entry);
        entry.onSilence();
      }
    }
    if (next < Infinity) wakeBy(next);
  };
  return (milliseconds, onSilence) => {
    const entry: Entry = { milliseconds, touchedAt: clock.now(), onSilence };
    entries.add(entry);
    wakeBy(entry.touchedAt + milliseconds);
    return {
      touch: () => {
        entry.touchedAt = clock.now();
      },
      cancel: () => {
        entries.delete(entry);
      },
    };
  };
}
