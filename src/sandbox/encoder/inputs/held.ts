/** Things that several holders share: made for the first one, closed after the last one. */
type Held<T> = {
  /** The thing itself, and how to let it go; letting go twice counts once. */
  readonly thing: T;
  letGo(): Promise<void>;
};

type Holds<T> = {
  /** Makes the thing of this key, or shares the one that is there. Rejects when it cannot be made. */
  hold(key: string, make: () => Promise<T> | T): Promise<Held<T>>;
  /** All that is held now. */
  all(): readonly T[];
  /** Closes everything, whoever holds it. */
  close(): Promise<void>;
};

type Entry<T> = { readonly making: Promise<T>; thing: T | undefined; holders: number };

/** Nothing held yet. `end` closes a thing. */
export function createHolds<T>(end: (thing: T) => Promise<void> | void): Holds<T> {
  const entries = new Map<string, Entry<T>>();
  const drop = async (key: string, entry: Entry<T>): Promise<void> => {
    if (entries.get(key) !== entry) return;
    entries.delete(key);
    if (entry.thing !== undefined) await end(entry.thing);
  };
  const enter = (key: string, make: () => Promise<T> | T): Entry<T> => {
    const known = entries.get(key);
    if (known !== undefined) return known;
    const entry: Entry<T> = { making: Promise.resolve(make()), thing: undefined, holders: 0 };
    entries.set(key, entry);
    return entry;
  };
  return {
    async hold(key, make) {
      const entry = enter(key, make);
      entry.holders += 1;
      let held = true;
      const letGo = async (): Promise<void> => {
        if (!held) return;
        held = false;
        entry.holders -= 1;
        if (entry.holders === 0) await drop(key, entry);
      };
      try {
        entry.thing = await entry.making;
      } catch (error) {
        await letGo();
        throw error;
      }
      return { thing: entry.thing, letGo };
    },
    all: () => [...entries.values()].flatMap(({ thing }) => (thing === undefined ? [] : [thing])),
    close: async () => {
      for (const [key, entry] of entries) await drop(key, entry);
    },
  };
}
