import type { ProvisionEvent } from "../../../src/core/engine/events.ts";
import type {
  Effects,
  KeySlot,
  PlanContext,
  SecretStore,
  StoredKey,
} from "../../../src/core/engine/resource.ts";
import type { ResourceKind, ResourceState } from "../../../src/core/state/state.ts";

/** Effects that remember: what was persisted in which order, what was said, what is stored. */
export type FakeEffects<Kind extends ResourceKind = ResourceKind> = Effects & {
  readonly patches: Partial<ResourceState>[];
  readonly events: ProvisionEvent[];
  /** The row with every patch merged. */
  current(): ResourceState<Kind>;
};

/** A store of keys in memory that tells what it was asked to do. */
export function memoryStore(
  keys: Partial<Record<KeySlot, StoredKey>> = {},
  said: string[] = [],
): SecretStore {
  const held = new Map(Object.entries(keys));
  return {
    get: (kind) => held.get(kind),
    put: (kind, key) => {
      said.push(`put ${kind}`);
      held.set(kind, key);
      return Promise.resolve();
    },
    remove: (kind) => {
      if (held.delete(kind)) said.push(`remove ${kind}`);
      return Promise.resolve();
    },
  };
}

/** Effects over a scope whose row is `row`; the clock stands still at the given epoch milliseconds. */
export function fakeEffects<Kind extends ResourceKind>(options: {
  readonly context: PlanContext;
  readonly kind: Kind;
  readonly store?: SecretStore;
  readonly now?: number;
  readonly onPersist?: () => void;
}): FakeEffects<Kind> {
  const { context, kind, store = memoryStore(), now = 0, onPersist } = options;
  const patches: Partial<ResourceState>[] = [];
  const events: ProvisionEvent[] = [];
  const first = context.resources[kind];
  let recorded: ResourceState = first ?? {
    status: "creating",
    ownership: "ours",
    ids: {},
    changedAt: "",
  };
  return {
    context,
    recorded: first,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    signal: new AbortController().signal,
    emit: (event) => void events.push(event),
    persist: (patch) => {
      patches.push(patch);
      recorded = { ...recorded, ...patch, ids: { ...recorded.ids, ...patch.ids } };
      onPersist?.();
      return Promise.resolve();
    },
    secrets: store,
    patches,
    events,
    // Resources persist what belongs to their kind.
    current: () => recorded as ResourceState<Kind>,
  };
}
