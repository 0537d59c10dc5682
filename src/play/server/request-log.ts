/** One request that went to the edge for the page. */
type RequestNote = {
  /** Counts from 1. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The file's name, without a query: that can carry a key. */
  readonly name: string;
  /** 0 when nothing answered. */
  readonly status: number;
  readonly xCache: string;
  readonly ageSeconds: number | null;
  readonly bytes: number;
  readonly milliseconds: number;
  /** What is wrong with the answer, in words. */
  readonly fault: string | undefined;
};

export type RequestNotes = {
  add(note: Omit<RequestNote, "number"> & { readonly address: string }): void;
  /** What is wrong with the last answer of an address; empty when nothing is known to be. */
  faultOf(address: string): string;
  /** Those after a number, oldest first. */
  after(number: number): readonly RequestNote[];
};

const KEPT = 200;

/** Remembers the last 200 requests. */
export function createRequestNotes(): RequestNotes {
  let notes: readonly RequestNote[] = [];
  let count = 0;
  const faults = new Map<string, string>();
  return {
    add: ({ address, ...note }) => {
      count += 1;
      faults.delete(address);
      if (note.fault !== undefined) faults.set(address, note.fault);
      const [oldest] = faults.keys();
      if (oldest !== undefined && faults.size > KEPT) faults.delete(oldest);
      notes = [...notes, { number: count, ...note }].slice(-KEPT);
    },
    faultOf: (address) => faults.get(address) ?? "",
    after: (number) => notes.filter((note) => note.number > number),
  };
}
