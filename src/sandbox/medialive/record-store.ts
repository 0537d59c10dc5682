/** The records of one kind by id, deleted ones included: they stay describable. */
export type RecordStore<T extends { readonly id: string }> = {
  /** In order of creation. */
  all(): readonly T[];
  get(id: string): T | undefined;
  put(record: T): T;
  /** Replaces members of the record with this id and returns it; undefined when there is none. */
  change(id: string, members: Partial<T>): T | undefined;
};

export function createRecordStore<T extends { readonly id: string }>(): RecordStore<T> {
  const records = new Map<string, T>();
  return {
    all: () => [...records.values()],
    get: (id) => records.get(id),
    put(record) {
      records.set(record.id, record);
      return record;
    },
    change(id, members) {
      const before = records.get(id);
      if (before === undefined) return undefined;
      const after = { ...before, ...members };
      records.set(id, after);
      return after;
    },
  };
}
