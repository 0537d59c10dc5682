import type { Secret } from "../../config/secret.ts";
import type { Spec } from "../../config/spec.ts";
import type { Call } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { Action } from "./action.ts";
import type { Emit } from "./events.ts";
import type { ResourceIds } from "../state/resource-members.ts";
import type { ResourceKind, ResourceState, ResourceStates, ResourcePatch } from "../state/state.ts";

/** All that the pure half of a resource may know: what is wanted and what is known so far. */
export type PlanContext = {
  readonly spec: Spec;
  readonly stackId: string;
  /** 12 digits; `000000000000` when offline. */
  readonly account: string;
  /** Momento's HTTP data API: `https://api.cache.<cell>`, or `http://127.0.0.1:PORT` in a rehearsal. */
  readonly momentoRestUrl: string;
  /** What the state knows; builders fall back to `<resource>` placeholders for ids that are not in it. */
  readonly resources: ResourceStates;
  readonly secrets: { readonly encoderKey: Secret; readonly playerKey: Secret };
};

/** One difference between what is wanted and what the cloud has. Secrets in it are `***`. */
export type Difference = {
  /** In the request's own member names, for example `EncoderSettings.OutputGroups[HD].…SegmentLength`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly effect: "update" | "replace";
};

/** A key, as its fingerprint, or a place that a resource carries: what only a run that wrote it can know. */
export type Mark = { readonly path: string; readonly value: string };

/** What is about to be done to a resource, and to what is there. */
export type PlannedChange<Found = unknown> = {
  readonly action: Action;
  readonly found: Found | undefined;
  readonly differences: readonly Difference[];
};

/** What the cloud says about a resource. */
export type Observation<Found = unknown> =
  | { readonly is: "absent" }
  /** Ours: by the id in the entry, or by our stack id in its tags or comment. */
  | {
      readonly is: "ours";
      readonly found: Found;
      readonly ids: ResourceIds;
      /** `RUNNING`, `InProgress` …, as the service calls it. */
      readonly status: string;
      /** Set when it was found by tag and the entry does not know it: the plan says `adopt`. */
      readonly unrecorded?: true;
    }
  /** There before us and usable after a confirmation (a cache); never deleted. */
  | {
      readonly is: "adoptable";
      readonly found: Found;
      readonly ids: ResourceIds;
    }
  /** Carries our name but another stack's id: the run refuses. */
  | { readonly is: "foreign"; readonly what: string };

/** What the clouds said of each resource that was asked for. */
export type Observed = ReadonlyMap<ResourceKind, Observation>;

/** What the effectful half may use. */
export type Effects = {
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Merges into this resource's entry and writes the state durably before it resolves. */
  persist(patch: ResourcePatch): Promise<void>;
  readonly secrets: SecretStore;
};

/** A Momento key, with what is known of it. */
export type StoredKey = {
  readonly apiKey: Secret;
  readonly refreshToken?: Secret | undefined;
  readonly endpoint?: string | undefined;
  /** Epoch seconds, 0 = never. */
  readonly expiresAt: number;
  /** Of a key that can be revoked: its id, and its role's. A rebuilt state may know the role alone. */
  readonly keyId?: string | undefined;
  readonly roleId?: string | undefined;
};

/** Where a key lies: the two in force and, while a rotation is not yet seen working, the ones before them. */
export type KeySlot = "encoderKey" | "playerKey" | "previousEncoderKey" | "previousPlayerKey";

/** `keys.json` (0600): durable before a key is used. */
export type SecretStore = {
  get(slot: KeySlot): StoredKey | undefined;
  put(slot: KeySlot, key: StoredKey): Promise<void>;
  remove(slot: KeySlot): Promise<void>;
};

/** What is to be done to a resource, and what the clouds say of all. */
type Change = {
  readonly action: Action;
  readonly differences: readonly Difference[];
  readonly observed: Observed;
};

/**
 * A cloud resource: `desired` (through `calls`) and `diff` are pure, `observe` reads, the other three write.
 * AlreadyExists on create and NotFound on remove are answers, not errors. Every wait inside is bounded.
 */
export type Resource<Found = unknown> = {
  readonly kind: ResourceKind;
  /** Must exist before this one is created; removal runs the other way round. */
  readonly dependsOn: readonly ResourceKind[];
  wanted(spec: Spec): boolean;
  observe(
    context: PlanContext,
    recorded: ResourceState | undefined,
    signal: AbortSignal,
  ): Promise<Observation<Found>>;
  /** Compares only the members that we set (deep, lists by id or name, secrets by fingerprint). */
  diff(
    context: PlanContext,
    found: Found,
    recorded: ResourceState | undefined,
  ): readonly Difference[];
  /** The writes that `action` will send, in order, for the plan. */
  calls(context: PlanContext, change: PlannedChange<Found>): readonly Call[];
  /** What tells whether this state wrote it; without it nothing of it does. */
  readonly marks?: {
    wanted(context: PlanContext): readonly Mark[];
    found(found: Found): readonly Mark[];
  };
  /** True when this change stops or replaces something on a running channel. */
  interrupts?(found: Found, change: Change): boolean;
  /** Creates it (or finishes an interrupted creation), waits until it can be used and persists its ids. */
  create(effects: Effects): Promise<void>;
  update(effects: Effects, found: Found, differences: readonly Difference[]): Promise<void>;
  /** Removes it and waits until it is gone. Called only on what is ours. */
  remove(effects: Effects, found: Found): Promise<void>;
};
