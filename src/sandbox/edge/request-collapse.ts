/** Runs `work` once for all who ask for `key` while it runs; `own` tells the one who ran it from those who waited. */
export function createRequestCollapser(): <T>(
  key: string,
  work: () => Promise<T>,
) => Promise<{ readonly own: true; readonly value: T } | { readonly own: false }> {
  const running = new Map<string, Promise<void>>();
  return async (key, work) => {
    const ahead = running.get(key);
    if (ahead !== undefined) {
      await ahead;
      return { own: false };
    }
    const mine = work();
    running.set(
      key,
      mine.then(
        () => undefined,
        () => undefined,
      ),
    );
    try {
      return { own: true, value: await mine };
    } finally {
      running.delete(key);
    }
  };
}
