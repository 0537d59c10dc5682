import type { Clock } from "./clock.ts";
import type { Emit } from "./events.ts";
import type { Resource, PlanContext, SecretStore } from "./resource.ts";
import type { ResourceIds } from "../state/resource-members.ts";
import type { ResourceKind } from "../state/state.ts";
import type { StateStore } from "../state/state-store.ts";

/** What carrying out a plan needs of the stack and of the run. */
export type ApplyContext = {
  readonly resources: readonly Resource[];
  readonly store: StateStore;
  /** The context as the state stands now; asked again at the start of every step. */
  readonly planContext: () => PlanContext;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly emit: Emit;
  /** Is what a resource replaced to be kept after all? No, unless told. */
  readonly keepsReplaced?: (resource: ResourceKind, replaced: ResourceIds) => Promise<boolean>;
};
