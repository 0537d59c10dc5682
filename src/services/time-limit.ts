/** Node collects a time limit that only a combined signal refers to, and then it never fires. */
const held = new Set<AbortSignal>();

/** A signal that aborts with `signal`, and at the latest after so many milliseconds, with a TimeoutError. */
export function withTimeLimit(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const limit = AbortSignal.timeout(milliseconds);
  held.add(limit);
  limit.addEventListener("abort", () => held.delete(limit), { once: true });
  return signal === undefined ? limit : AbortSignal.any([signal, limit]);
}
