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
};

export type RequestNotes = {
  add(note: Omit<RequestNote, "number">): void;
  /** Those after a number, oldest first. */
  after(number: number): readonly RequestNote[];
};

const KEPT = 200;

/** Remembers the last 200 requests. */
export function createRequestNotes(): RequestNotes {
  let notes: readonly RequestNote[] = [];
  let count = 0;
  return {
    add: (note) => {
      count += 1;
      notes = [...notes, { number: count, ...note }].slice(-KEPT);
    },
    after: (number) => notes.filter((note) => note.number > number),
  };
}
