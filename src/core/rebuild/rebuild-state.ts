import { marksTakenOver } from "../engine/marks.ts";
import { memoryKeyStore } from "../state/key-store.ts";
import { observeAll } from "../engine/plan.ts";
import type { Observation, PlanContext } from "../engine/resource.ts";
import {
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceState,
  type ResourceStates,
  type State,
  type Target,
} from "../state/state.ts";
import type { Distribution } from "../../services/cloudfront/api.ts";
import { fingerprint } from "../../services/fingerprint.ts";
import type { TaggedResource } from "../../services/tagged-resources.ts";
import { Secret } from "../../config/secret.ts";
import type { Host } from "../host.ts";
import { readKeysBack, type KeysInUse } from "./read-keys-back.ts";
import { rebuiltKeys } from "./rebuild-keys.ts";
import { RESOURCE_MEMBERS } from "../state/resource-members.ts";
import { stackResources } from "../stack/stack-resources.ts";
import type { OpenOptions } from "../stack/stack.ts";
import type { OrphanedStack } from "./orphaned-stack.ts";

/** A state made from what the clouds have, and the keys that are in use there. */
export type Rebuilt = {
  readonly state: State;
  readonly keys: KeysInUse;
  /** Momento's cell as the resources name it; undefined in a rehearsal and where none does. */
  readonly cell: string | undefined;
};

type RebuildRequest = {
  readonly opening: OpenOptions;
  readonly orphan: OrphanedStack;
  /** What is still readable of the old files. */
  readonly onDisk: { readonly state: State | undefined; readonly keys: KeysInUse };
  /** Nothing is to be written: what may not be read is left out. */
  readonly looksOnly?: boolean;
};

/**
 * Reconstructs the state of a stack from its tags: the ids from what was found, the keys from where they are used, the
 * rest from a look at every resource. What the readable part of the old state says about them is kept. Reads only.
 */
export async function rebuildState(
  host: Host,
  { opening, orphan, onDisk, looksOnly = false }: RebuildRequest,
): Promise<Rebuilt> {
  const { stackId, resources } = orphan;
  const { spec, clients, target } = opening;
  const now = new Date(host.clock.now()).toISOString();
  const known = onDisk.state?.stackId === stackId ? onDisk.state.resources : {};
  const found = foundResources(resources, known, now);
  const inUse = await readKeysBack(clients, found, {
    stored: onDisk.keys,
    signal: host.signal,
    vouched: known,
    fallback: known.cache?.ids["name"] ?? spec.origin.cache,
    looksOnly,
  });
  const states = {
    ...found,
    ...(await cacheResource({
      opening,
      known: known.cache,
      name: inUse.cache,
      host,
      changedAt: now,
    })),
  };
  const { resources: keyResources, keys } = await rebuiltKeys(host, {
    clients,
    orphan,
    keys: inUse,
    changedAt: now,
  });
  const state: State = {
    version: 1,
    name: spec.name,
    stackId,
    target: target.kind === "clouds" && !clients.hasMomento ? at(target, inUse.cell) : target,
    region: spec.region,
    createdAt: onDisk.state?.createdAt ?? now,
    resources: { ...states, ...keyResources },
  };
  const whole = await completed({ opening, state, keys, signal: host.signal });
  return { state: whole, keys, cell: inUse.cell };
}

/** Entries for what carries the stack's tags; those of the readable part of an old state where they are of the same thing. */
export function foundResources(
  resources: readonly TaggedResource[],
  known: ResourceStates,
  changedAt: string,
): ResourceStates {
  return Object.fromEntries(
    RESOURCE_KINDS.filter((kind) => kind !== "encoderKey" && kind !== "playerKey").flatMap(
      (kind) => {
        const recorded = resourceOf({ kind, resources, known: known[kind], changedAt });
        return recorded === undefined ? [] : [[kind, recorded] as const];
      },
    ),
  );
}

/** Without a key of its own, a run works where the stack's resources say. */
function at(target: Target & { readonly kind: "clouds" }, cell: string | undefined): Target {
  return cell === undefined ? target : { ...target, cell };
}

function resourceOf({
  kind,
  resources,
  known,
  changedAt,
}: {
  readonly kind: ResourceKind;
  readonly resources: readonly TaggedResource[];
  readonly known: ResourceState | undefined;
  readonly changedAt: string;
}): ResourceState | undefined {
  const ids = resources.filter((one) => one.kind === kind).map(({ id }) => id);
  // Some have no id but their name.
  const members: readonly string[] = RESOURCE_MEMBERS[kind].ids;
  const member = members.includes("id") ? "id" : "name";
  if (known !== undefined && ids.includes(known.ids[member] ?? "")) return known;
  const replaced = known?.replaced?.[member];
  const id = ids.find((candidate) => candidate !== replaced);
  if (id === undefined) return undefined;
  const entry: ResourceState = {
    status: "created",
    ownership: "ours",
    ids: { [member]: id },
    changedAt,
  };
  // What stood in the cache before its last start nobody knows: what an idle channel names is taken for its own.
  return kind === "channel" ? { ...entry, foundAtStart: [] } : entry;
}

/** A cache carries no tags: without a state that knows it, nobody can say who made it. */
async function cacheResource({
  opening: { clients },
  known,
  name,
  host: { signal },
  changedAt,
}: {
  readonly opening: OpenOptions;
  readonly known: ResourceState<"cache"> | undefined;
  readonly name: string;
  readonly host: Pick<Host, "signal">;
  readonly changedAt: string;
}): Promise<{ readonly cache?: ResourceState<"cache"> }> {
  // Without a key nobody is asked: the resources that name it say that it is in use.
  if (clients.hasMomento && !(await (await clients.momento()).cacheExists(name, { signal })))
    return {};
  if (known?.ids["name"] === name) return { cache: known };
  return {
    cache: {
      status: "created",
      ownership: "maybe-ours",
      ids: { name },
      done: ["found"],
      changedAt,
    },
  };
}

/** Fills in what a look at the resources tells: all their ids, and what makes a repeated creation safe. */
async function completed({
  opening,
  state,
  keys,
  signal,
}: {
  readonly opening: OpenOptions;
  readonly state: State;
  readonly keys: KeysInUse;
  readonly signal: AbortSignal;
}): Promise<State> {
  const resources = stackResources(opening.clients, memoryKeyStore(keys));
  const context: PlanContext = {
    spec: opening.spec,
    stackId: state.stackId,
    account: opening.account,
    momentoRestUrl: opening.clients.momentoRestUrl,
    resources: state.resources,
    secrets: {
      encoderKey: keys.encoderKey?.apiKey ?? Secret.pending(),
      playerKey: keys.playerKey?.apiKey ?? Secret.pending(),
    },
  };
  const observed = await observeAll(resources, context, signal);
  const entries = RESOURCE_KINDS.flatMap((kind) => {
    const recorded = state.resources[kind];
    const resource = resources.find((each) => each.kind === kind);
    if (recorded === undefined || resource === undefined) return [];
    const observation = observed.get(kind);
    const whole = completedResource({ kind, recorded, observation, keys });
    const marks =
      observation?.is === "ours" ? marksTakenOver(resource, recorded, observation.found) : {};
    return [[kind, { ...whole, ...marks }]];
  });
  return { ...state, resources: Object.fromEntries(entries) as State["resources"] };
}

function completedResource({
  kind,
  recorded,
  observation,
  keys,
}: {
  readonly kind: ResourceKind;
  readonly recorded: ResourceState;
  readonly observation: Observation | undefined;
  readonly keys: KeysInUse;
}): ResourceState {
  if (observation?.is !== "ours") return recorded;
  const ids = { ...recorded.ids, ...observation.ids };
  if (kind === "parameter" && keys.encoderKey !== undefined)
    return { ...recorded, ids, fingerprints: { Value: fingerprint(keys.encoderKey.apiKey) } };
  if (kind !== "distribution" || recorded.token !== undefined) return { ...recorded, ids };
  const { CallerReference = "" } = (observation.found as Distribution).config;
  return { ...recorded, ids, token: { value: String(CallerReference), bodyHash: "rebuilt" } };
}
