import type { Action } from "./action.ts";
import type { Call } from "./call.ts";
import type { Difference } from "./resource.ts";
import type { ResourceKind } from "../state/state.ts";

/** The reason for every ordinary creation: a person need not be told. */
export const NOT_THERE_YET = "it does not exist yet";

/** One line of the plan: plain data, ready to be shown, confirmed and applied. */
export type Step = {
  readonly resource: ResourceKind;
  readonly action: Action;
  readonly reasons: readonly string[];
  readonly calls: readonly Call[];
  readonly differences: readonly Difference[];
  /** Stops or replaces something on a running channel. */
  readonly interrupts: boolean;
  readonly dependsOn: readonly ResourceKind[];
  /** What was observed of it; undefined where nothing was there. */
  readonly found: unknown;
};
