import { RESOURCE_MEMBERS, type ResourceIds, type ResourceStep } from "./resource-members.ts";

export type ResourceKind = keyof typeof RESOURCE_MEMBERS;

/** Every kind of resource, in the order in which they are made. */
export const RESOURCE_KINDS = Object.keys(RESOURCE_MEMBERS) as readonly ResourceKind[];

/** Where a state may be used, and nowhere else. */
export type Target =
  | {
      readonly kind: "clouds";
      readonly account: string;
      readonly region: string;
      readonly cell: string;
    }
  | { readonly kind: "sandbox"; readonly id: string };

/** What we did to one resource. Written before the call (`creating`, `updating`, `deleting`) and after it (`created`, gone). */
export type ResourceState<Kind extends ResourceKind = ResourceKind> = {
  readonly status: "creating" | "created" | "updating" | "deleting";
  readonly ownership: "ours" | "adopted" | "maybe-ours";
  /** All that later steps refer to. Never a secret. */
  readonly ids: ResourceIds<Kind>;
  /** Idempotency tokens (RequestId, CallerReference) with the hash of the body they were first sent with. */
  readonly token?: { readonly value: string; readonly bodyHash: string } | undefined;
  /** Secrets that the resource carries, as fingerprints by path. */
  readonly fingerprints?: Readonly<Record<string, string>> | undefined;
  /** Keys: epoch seconds, 0 = never. */
  readonly expiresAt?: number | undefined;
  /** The schedulerRole: ISO 8601, when the schedule that this state knows of ends the show. */
  readonly endsAt?: string | undefined;
  /** The ids of what this one replaces: removed once nothing uses it any more, and never adopted again. */
  readonly replaced?: ResourceIds<Kind> | undefined;
  /** Several-step creations: the steps that are done. */
  readonly done?: readonly ResourceStep<Kind>[] | undefined;
  /** Fingerprints of keys, and places, that this state has put into it or is about to: `OriginPath=/cache/live-origin`. */
  readonly marks?: readonly string[] | undefined;
  /** Channels, from a start until the end of its show is written: digests of the playlists that the start found. */
  readonly foundAtStart?: readonly string[] | undefined;
  /** Channels: when the first segment of that run began, as its names say; ISO 8601. Not known after a change restarted it. */
  readonly runBegan?: string | undefined;
  /** The cache: digests of lists in it that the stack's own runs have left, not ended. */
  readonly ownLists?: readonly string[] | undefined;
  /** ISO 8601. */
  readonly changedAt: string;
};

/** What a step changes of an entry. */
export type ResourcePatch<Kind extends ResourceKind = ResourceKind> = Partial<
  Omit<ResourceState<Kind>, "changedAt">
>;

/** What the state holds of each resource; nothing of one that was never begun. */
export type ResourceStates = {
  readonly [Kind in ResourceKind]?: ResourceState<Kind> | undefined;
};

/** What a folder knows of one stack: its `state.json`. */
export type State = {
  readonly version: 1;
  readonly name: string;
  /** 16 hex digits, drawn once per stack and written before the first cloud write. */
  readonly stackId: string;
  readonly target: Target;
  readonly region: string;
  readonly createdAt: string;
  readonly resources: ResourceStates;
};
