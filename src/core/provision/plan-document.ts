import type { NeededInput } from "../../config/needed-input.ts";
import type { PriceReport } from "../../config/price.ts";
import type { RemovedSetting } from "../../config/resolve/remembered.ts";
import { changeWords } from "./change-words.ts";
import type { Plan } from "../engine/plan.ts";
import type { Target } from "../state/state.ts";

/** What `--dry-run --json` prints: the steps with every request in full, secrets as `***`. */
type PlanDocument = {
  readonly name: string;
  readonly target: Target;
  readonly steps: readonly {
    readonly resource: string;
    readonly action: string;
    readonly reasons: readonly string[];
    readonly calls: readonly {
      readonly service: string;
      readonly operation: string;
      readonly input: unknown;
    }[];
  }[];
  /** What viewers or whoever sends would notice for good, in words. */
  readonly changes: readonly string[];
  /** Keys that are gone from the file, and what they go back to. */
  readonly removedFromFile: readonly RemovedSetting[];
  /** What has to be said besides `--yes` to carry it out. */
  readonly consents: readonly NeededInput[];
  /** What the stack costs; null for a plan without a channel. */
  readonly price: PriceReport | null;
};

/** A plan that is shown and not carried out, with what only such a look tells. */
export type ShownPlan = Plan & {
  readonly removed?: readonly RemovedSetting[];
  readonly consents?: readonly NeededInput[];
  readonly price?: PriceReport | undefined;
};

/** The plan as data. */
export function planDocument(name: string, target: Target, plan: ShownPlan): PlanDocument {
  return {
    name,
    target,
    steps: plan.steps.map(({ resource, action, reasons, calls }) => ({
      resource,
      action,
      reasons,
      calls: calls.map(({ service, operation, input }) => ({
        service,
        operation,
        input: readable(input),
      })),
    })),
    changes: changeWords(plan),
    removedFromFile: plan.removed ?? [],
    consents: plan.consents ?? [],
    price: plan.price ?? null,
  };
}

/** Binary members (a function's code) as the text that they are. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("utf8");
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value === "object" && value !== null && !("toJSON" in value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
  return value;
}
