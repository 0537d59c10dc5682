import type { Area, Lab, Probe, StackLab } from "../probe.ts";

type Row<L> = readonly [
  id: string,
  question: string,
  /** What the sandbox answers. */
  answer: string,
  ask: (lab: L) => Promise<string>,
  source?: string | undefined,
];
/** What is asked by reading alone; its id is unique within its area. */
export type ReadRow = Row<Lab>;
/** What is asked by a write that is taken back at once. */
export type WriteRow = Row<StackLab>;

/** The probes of one area that only read. */
export function readsOf(area: Area, rows: readonly ReadRow[]): readonly Probe[] {
  return rows.map(([id, question, answer, ask, source]) => ({
    id: `${area}-${id}`,
    area,
    group: "reads",
    question,
    answer,
    ask,
    ...(source !== undefined && { source }),
  }));
}

/** The probes of one area that write and take it back. */
export function writesOf(area: Area, rows: readonly WriteRow[]): readonly Probe[] {
  return rows.map(([id, question, answer, ask, source]) => ({
    id: `${area}-${id}`,
    area,
    group: "writes",
    question,
    answer,
    ask,
    ...(source !== undefined && { source }),
  }));
}
