import { printableLine } from "../config/text/printable.ts";
import { isConverged, type Plan } from "../core/engine/plan.ts";
import { NOT_THERE_YET, type Step } from "../core/engine/step.ts";
import type { Action } from "../core/engine/action.ts";
import type { RemovedSetting } from "../config/resolve/remembered.ts";
import { changeWords, removedWords } from "../core/provision/change-words.ts";
import type { ShownPlan } from "../core/provision/plan-document.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { isHop, renderChain } from "./chain.ts";
import type { PriceReport } from "../config/price.ts";
import { restLines, totalLines } from "./billing.ts";
import { shownLength } from "./prompt-streams.ts";
import { differenceWords } from "./difference-words.ts";
import type { Style } from "./style.ts";
import { RESOURCE_NAMES } from "../core/state/resource-names.ts";
import { wrappedAt } from "./wrapped.ts";

const MARKS: Readonly<Record<Action, string>> = {
  create: "+",
  update: "~",
  replace: "±",
  adopt: "»",
  keep: "=",
  delete: "-",
};

const HOP_STATES: Readonly<Record<Action, string>> = {
  create: "create",
  update: "update",
  replace: "replace",
  adopt: "adopt",
  keep: "is there",
  delete: "delete",
};

const COUNTED: readonly Action[] = ["create", "update", "replace", "adopt", "delete"];
const CONVERGED = "Everything is as it should be: nothing to do.";

const GAP = 2;
/** Fewer cells than this make no readable column. */
const LEAST_NOTES = 24;
const NOTES_INDENT = 6;

type PlanLook = {
  readonly style: Style;
  /** Cells of a line. */
  readonly columns: number;
  /** Name what changes as the cloud's API does. */
  readonly verbose: boolean;
};

/** The plan as a person reads it: what will be created, changed, kept and removed, each with its reasons. */
export function renderPlan(plan: Plan, look: PlanLook): string {
  const { style, columns } = look;
  const width = Math.max(...plan.steps.map(({ resource }) => RESOURCE_NAMES[resource].length), 0);
  const planned = plan.steps.map(({ resource }) => resource);
  const steps = plan.steps.map((step) => renderStep(step, planned, { ...look, width }));
  const words = changeWords(plan).map((text) => wrappedAt(`  ! ${text}`, columns, "    "));
  return [...steps, ...words.map((line) => style.yellow(line))].join("\n");
}

/** A plan in one glance, to stand right above its question: the chain with what becomes of each hop, and what it costs. */
export function planInShort(
  plan: Plan,
  price: PriceReport | undefined,
  { style, columns }: Pick<PlanLook, "style" | "columns">,
): readonly string[] {
  const isChain = plan.steps.filter(({ resource }) => isHop(resource)).length > 1;
  const chain = renderChain(
    (kind) => {
      const action = plan.steps.find(({ resource }) => resource === kind)?.action;
      return action === undefined ? undefined : HOP_STATES[action];
    },
    style,
    columns,
  );
  return [
    ...(isChain ? ["", chain] : []),
    ...(price === undefined ? [] : totalLines(price, { style, columns })),
  ];
}

/** The plan of a run that stops here, with what it comes to and what it would want to be told. */
export function renderDryRun(plan: ShownPlan, look: PlanLook): string {
  const { style, columns } = look;
  const removed = (plan.removed ?? []).map((each) => removedLine(each, style, columns));
  const consents = (plan.consents ?? []).map(({ flag, what }) =>
    wrappedAt(`It will need ${flag}, or a yes at a terminal: ${what}.`, columns, "  "),
  );
  const { price } = plan;
  const costs = price === undefined ? [] : restLines(price, look);
  const inShort = planInShort(plan, price, look);
  return [
    renderPlan(plan, look),
    ...removed,
    ...costs,
    ...inShort,
    "",
    verdict(plan),
    ...consents,
  ].join("\n");
}

/** One line on a key that is gone from the file. */
export function removedLine(removed: RemovedSetting, style: Style, columns: number): string {
  return style.yellow(wrappedAt(`  ! ${removedWords(removed)}`, columns, "    "));
}

/** What a plan comes to, in one sentence. */
export function verdict(plan: Plan): string {
  if (isConverged(plan)) return CONVERGED;
  const counts = COUNTED.map((action) => {
    const count = plan.steps.filter((step) => step.action === action).length;
    return count === 0 ? [] : [`${count} to ${action}`];
  }).flat();
  return `${counts.join(", ")}; a dry run, so nothing was written.`;
}

/** What a creation waits for, of the parts that this plan knows. */
function needs({ action, dependsOn }: Step, planned: readonly ResourceKind[]): readonly string[] {
  const parts = dependsOn.filter((kind) => planned.includes(kind));
  if (action !== "create" || parts.length === 0) return [];
  return [`after ${parts.map((kind) => RESOURCE_NAMES[kind]).join(", ")}`];
}

function renderStep(
  step: Step,
  planned: readonly ResourceKind[],
  { width, style, columns, verbose }: PlanLook & { readonly width: number },
): string {
  const colour: Readonly<Record<Action, (text: string) => string>> = {
    create: style.green,
    update: style.yellow,
    replace: style.red,
    adopt: style.cyan,
    keep: style.dim,
    delete: style.red,
  };
  const paint = colour[step.action];
  const name = RESOURCE_NAMES[step.resource].padEnd(width);
  const stops = step.interrupts ? style.red(" (interrupts the running channel)") : "";
  const head = `  ${paint(`${MARKS[step.action]} ${name} ${step.action}`)}${stops}`;
  if (step.action === "keep" && step.reasons.length === 0) return head;
  const reasons = step.reasons.filter((reason) => reason !== NOT_THERE_YET);
  const notes = [...reasons, ...needs(step, planned)].join("; ");
  if (step.differences.length === 0)
    return notes === "" ? head : besides({ head, notes, style, columns });
  const changes = verbose
    ? step.differences.map(({ path, from, to }) => `      ${path}: ${shown(from)} → ${shown(to)}`)
    : differenceWords(step.differences).map((words) => wrappedAt(words, columns, "      "));
  return [head, ...changes.map((line) => style.dim(line))].join("\n");
}

/** Notes go beside what they are about, or below it where there is no room. */
function besides({
  head,
  notes,
  style,
  columns,
}: {
  readonly head: string;
  readonly notes: string;
  readonly style: Style;
  readonly columns: number;
}): string {
  const cells = shownLength(head) + GAP;
  if (columns - cells < LEAST_NOTES)
    return `${head}\n${style.dim(wrappedAt(notes, columns, " ".repeat(NOTES_INDENT)))}`;
  const text = wrappedAt(notes, columns, " ".repeat(cells)).slice(cells);
  return `${head}${" ".repeat(GAP)}${style.dim(text)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "(not set)";
  const text = printableLine(typeof value === "string" ? value : JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
