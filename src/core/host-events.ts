import type { PriceReport } from "../config/price.ts";
import type { RemovedSetting } from "../config/resolve/remembered.ts";
import type { TaggedResource } from "../services/tagged-resources.ts";
import type { ProvisionEvent } from "./engine/events.ts";
import type { Plan } from "./engine/plan.ts";
import type { LockOwner } from "./state/lock.ts";

/** Facts of a whole run; wording is the host's business. */
export type HostEvent =
  | ProvisionEvent
  /** Where the run works, and as whom. */
  | {
      readonly type: "connected";
      readonly account: string;
      readonly region: string;
      /** ARN of the caller. */
      readonly identity: string;
      /** Momento's cell, a bare host. */
      readonly cell: string;
    }
  /** A stack that this folder does not know was found by its tags. */
  | {
      readonly type: "stack.found";
      readonly name: string;
      readonly stackId: string;
      readonly account: string;
      readonly region: string;
      readonly resources: readonly TaggedResource[];
    }
  /** `removed`: keys that are gone from the file. */
  | {
      readonly type: "planned";
      readonly plan: Plan;
      readonly isRehearsal: boolean;
      readonly removed: readonly RemovedSetting[];
      /** What the stack costs; undefined where no channel is meant. */
      readonly price?: PriceReport | undefined;
    }
  /** This preview did not ask, but the run itself would need a yes to a cache that was there before; `otherwise` names the way out. */
  | { readonly type: "adoption.ahead"; readonly cache: string; readonly otherwise: string }
  /** A schedule that was to stop the channel at `endsAt`, epoch milliseconds where its time can be read. */
  | {
      readonly type: "end.changes";
      readonly becomes: "moved" | "removed";
      readonly endsAt: number | undefined;
    }
  /** What was waited for outside the steps is over. */
  | { readonly type: "wait.over" }
  | { readonly type: "lock.held"; readonly owner: LockOwner }
  /** The run was told to end and finishes what is in flight. */
  | { readonly type: "stopping" };
