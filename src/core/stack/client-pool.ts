import type { CallOptions } from "../../services/aws/call-options.ts";

type Closable = { close(): Promise<void> | void };

/** Clients by where they are connected and as whom. Several stacks that a run only looks at share one pool. */
export type ClientPool = AsyncDisposable & {
  /** What was made for these words before, else what `make` makes now. What failed is made again for whoever asks next. */
  once<Made>(words: readonly unknown[], make: () => Promise<Made>): Promise<Made>;
  /** The same of a client, which is closed with the pool. */
  client<Client extends Closable>(
    words: readonly unknown[],
    connect: () => Promise<Client>,
  ): Promise<Client>;
};

/** Makes an empty pool. Disposed of a second time it finds nothing left to close. */
export function openClientPool(): ClientPool {
  const made = new Map<string, Promise<unknown>>();
  const closers: (() => Promise<void> | void)[] = [];
  const once: ClientPool["once"] = (words, make) => {
    const key = JSON.stringify(words);
    const before = made.get(key);
    if (before !== undefined) return before as ReturnType<typeof make>;
    const making = make();
    made.set(key, making);
    making.catch(() => made.delete(key));
    return making;
  };
  return {
    once,
    client: (words, connect) =>
      once(words, async () => {
        const client = await connect();
        closers.push(() => client.close());
        return client;
      }),
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(closers.splice(0).map(async (close) => close()));
    },
  };
}

/** A client that reads these lists of the account once, however many look with it. */
export function listingOnce<
  Name extends string,
  Client extends Record<Name, (callOptions: CallOptions) => unknown>,
>(client: Client, ...lists: readonly Name[]): Client {
  const once = lists.map((name) => [
    name,
    (callOptions: CallOptions) => client[name]({ ...callOptions, readBefore: true }),
  ]);
  return { ...client, ...Object.fromEntries(once) };
}
