/**
 * A signal that aborts with `signal`, and at the latest after so many milliseconds, with a TimeoutError. It holds its limit,
 * because Node collects one that only a combined signal refers to, and then it never fires.
 */
export function withTimeLimit(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const limit = AbortSignal.timeout(milliseconds);
  if (signal === undefined) return limit;
  const first = AbortSignal.any([signal, limit]);
  first.addEventListener("abort", () => limit.aborted, { once: true });
  return first;
}
