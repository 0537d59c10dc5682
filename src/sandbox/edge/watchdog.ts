import type { SandboxClock } from "../clock.ts";

/** Calls `onSilence` once when `touch` was not called for `milliseconds` of the sandbox's time. */
export function createWatchdog(
  clock: SandboxClock,
  milliseconds: number,
  onSilence: () => void,
): { readonly touch: () => void; readonly stop: () => void } {
  const stopping = new AbortController();
  let touchedAt = clock.now();
  const watch = async (): Promise<void> => {
    for (;;) {
      const left = touchedAt + milliseconds - clock.now();
      if (left <= 0) break;
      await clock.sleep(left, stopping.signal);
    }
    onSilence();
  };
  // A stopped watchdog's sleep rejects; there is nothing to say about it.
  void watch().catch(() => undefined);
  return {
    touch: () => {
      touchedAt = clock.now();
    },
    stop: () => stopping.abort(),
  };
}
