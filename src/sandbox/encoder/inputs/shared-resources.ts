/** A resource that several holders share: made for the first one, closed after the last one. */
type Shared<T> = {
  readonly resource: T;
  /** Calling it again does nothing. */
  release(): Promise<void>;
};

type SharedResources<T> = {
  /** Makes the resource of this key, or shares the one that is there. Rejects when it cannot be made. */
  acquire(key: string, make: () => Promise<T> | T): Promise<Shared<T>>;
  /** All that are open now. */
  all(): readonly T[];
  /** Closes everything, whoever holds it. */
  close(): Promise<void>;
};

type Entry<T> = { readonly making: Promise<T>; resource: T | undefined; holders: number };

/** No resource is open yet. `end` closes one. */
export function createSharedResources<T>(
  end: (resource: T) => Promise<void> | void,
): SharedResources<T> {
  const entries = new Map<string, Entry<T>>();
  const drop = async (key: string, entry: Entry<T>): Promise<void> => {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    if (entry.resource !== undefined) await end(entry.resource);
  };
  const enter = (key: string, make: () => Promise<T> | T): Entry<T> => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry<T> = { making: Promise.resolve(make()), resource: undefined, holders: 0 };
    entries.set(key, entry);
    return entry;
  };
  return {
    async acquire(key, make) {
      const entry = enter(key, make);
      entry.holders += 1;
      let held = true;
      const release = async (): Promise<void> => {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        if (entry.holders === 0) await drop(key, entry);
      };
      try {
        entry.resource = await entry.making;
      } catch (error) {
        await release();
        throw error;
      }
      return { resource: entry.resource, release };
    },
    all: () =>
      [...entries.values()].flatMap(({ resource }) => (resource === undefined ? [] : [resource])),
    close: async () => {
      for (const [key, entry] of entries) await drop(key, entry);
    },
  };
}
