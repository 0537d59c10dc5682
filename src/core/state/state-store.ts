import type { ResourceIds } from "./resource-members.ts";
import type { ResourceKind, ResourceState, State, ResourcePatch } from "./state.ts";

/** The state of one stack in memory with a durable copy; every change is on disk before its promise resolves. */
export type StateStore = {
  current(): State;
  /** Writes the state as it is: before the first cloud write of a stack. */
  save(): Promise<void>;
  /** Merges into an entry; an entry that does not exist yet starts as ours and creating. */
  patch<Kind extends ResourceKind>(kind: Kind, patch: ResourcePatch<Kind>): Promise<void>;
  forget(kind: ResourceKind): Promise<void>;
  /** Starts an entry anew for a replacement; `replaced` are the ids that it takes the place of. */
  restart(kind: ResourceKind, replaced: ResourceIds): Promise<void>;
};

/**
 * Keeps the state and hands every version to `write` (durable: temp file, fsync, rename), one at a time and in order; a
 * patch that changes nothing is not written. Rejects with what `write` throws.
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
      const changed = change(state);
      if (changed === state) return;
      state = changed;
      await write(state);
    });
    queue = next.catch(() => undefined);
    return next;
  };
  const stamp = (): string => new Date(now()).toISOString();
  const withEntry = (before: State, kind: ResourceKind, recorded: ResourceState): State => ({
    ...before,
    resources: { ...before.resources, [kind]: recorded },
  });
  return {
    current: () => state,
    save: () => commit((before) => ({ ...before })),
    patch: (kind, patch) =>
      commit((before) => {
        const recorded = before.resources[kind];
        const merged = mergeEntry(recorded, patch, stamp());
        return recorded !== undefined && saysTheSame(recorded, merged)
          ? before
          : withEntry(before, kind, merged);
      }),
    forget: (kind) =>
      commit((before) => {
        const { [kind]: _gone, ...rest } = before.resources;
        return { ...before, resources: rest };
      }),
    restart: (kind, replaced) =>
      commit((before) =>
        withEntry(before, kind, {
          status: "creating",
          ownership: "ours",
          ids: {},
          replaced,
          changedAt: stamp(),
        }),
      ),
  };
}

/** When nothing but the time would change, nothing is written. */
function saysTheSame(recorded: ResourceState, merged: ResourceState): boolean {
  const content = ({ changedAt: _when, ...rest }: ResourceState): string =>
    JSON.stringify(Object.entries(rest).toSorted(([one], [other]) => one.localeCompare(other)));
  return content(recorded) === content(merged);
}

function mergeEntry(
  recorded: ResourceState | undefined,
  patch: ResourcePatch,
  changedAt: string,
): ResourceState {
  const before: ResourceState = recorded ?? {
    status: "creating",
    ownership: "ours",
    ids: {},
    changedAt,
  };
  return { ...before, ...patch, ids: { ...before.ids, ...patch.ids }, changedAt };
}
