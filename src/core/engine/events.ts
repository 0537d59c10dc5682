import type { Action } from "./action.ts";
import type { ResourceKind } from "../state/state.ts";

/** Facts that the engine emits; wording is the renderer's job. */
export type ProvisionEvent =
  | { readonly type: "step.started"; readonly resource: ResourceKind; readonly action: Action }
  | {
      readonly type: "step.waiting";
      readonly resource: ResourceKind;
      /** What is waited for, as the rest of "waiting for": `the channel to be IDLE`. */
      readonly until: string;
      /** What the cloud says now. */
      readonly now: string;
    }
  | {
      readonly type: "step.retrying";
      readonly resource: ResourceKind;
      readonly reason: string;
      readonly attempt: number;
      readonly delayMs: number;
    }
  | {
      readonly type: "step.done";
      readonly resource: ResourceKind;
      readonly action: Action;
      /** The id worth showing. */
      readonly id: string | undefined;
    }
  | {
      readonly type: "step.failed";
      readonly resource: ResourceKind;
      readonly action: Action;
      readonly error: unknown;
    }
  | {
      readonly type: "note";
      readonly level: "info" | "warning";
      readonly code: string;
      readonly message: string;
    };

export type Emit = (event: ProvisionEvent) => void;
