/** Resolves on the first Ctrl-C (SIGTERM, SIGHUP, closed pipe), and at once when it has been. */
export function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
