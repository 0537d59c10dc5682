import type { ResourceKind, Row, State } from "./state.ts";

/** The state of one stack in memory with a durable copy; every change is on disk before its promise resolves. */
export type StateStore = {
  current(): State;
  /** Writes the state as it is: before the first cloud write of a stack. */
  save(): Promise<void>;
  /** Merges into a row; a row that does not exist yet starts as ours and creating. */
  patch(kind: ResourceKind, patch: Partial<Omit<Row, "changedAt">>): Promise<void>;
  forget(kind: ResourceKind): Promise<void>;
  /** Starts a row anew for a replacement; `replaced` are the ids that it takes the place of. */
  restart(kind: ResourceKind, replaced: Readonly<Record<string, string>>): Promise<void>;
};

/**
 * Keeps the state and hands every version to `write` (durable: temp file, fsync, rename), one at a time and in order.
 * Rejects with what `write` throws.
 */
export function createStateStore(
  initial: State,
  write: (state: State) => Promise<void>,
  now: () => number,
): StateStore {
  let state = initial;
  let queue: Promise<void> = Promise.resolve();
  const commit = (change: (before: State) => State): Promise<void> => {
    const next = queue.then(async () => {
      state = change(state);
      await write(state);
    });
    queue = next.catch(() => undefined);
    return next;
  };
  const stamp = (): string => new Date(now()).toISOString();
  const withRow = (before: State, kind: ResourceKind, row: Row): State => ({
    ...before,
    resources: { ...before.resources, [kind]: row },
  });
  return {
    current: () => state,
    save: () => commit((before) => before),
    patch: (kind, patch) =>
      commit((before) => withRow(before, kind, mergeRow(before.resources[kind], patch, stamp()))),
    forget: (kind) =>
      commit((before) => {
        const { [kind]: _gone, ...rest } = before.resources;
        return { ...before, resources: rest };
      }),
    restart: (kind, replaced) =>
      commit((before) =>
        withRow(before, kind, {
          status: "creating",
          ownership: "ours",
          ids: {},
          replaced,
          changedAt: stamp(),
        }),
      ),
  };
}

function mergeRow(
  row: Row | undefined,
  patch: Partial<Omit<Row, "changedAt">>,
  changedAt: string,
): Row {
  const before: Row = row ?? { status: "creating", ownership: "ours", ids: {}, changedAt };
  return { ...before, ...patch, ids: { ...before.ids, ...patch.ids }, changedAt };
}
