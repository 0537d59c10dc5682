import { GROUPS, type Group, type Probe } from "./probe.ts";

/** What each group takes, in words; `minimum` is what the shortest run of the channel costs. */
function costOf(group: Group, minimum: string): string {
  if (group === "reads") return "free: reads only";
  if (group === "writes")
    return "a stack of its own for some minutes, and writes that are taken back at once";
  return `its channel on air four times, ten minutes at most each: ${minimum}`;
}

/** The chosen probes by group, each group with its cost: what is shown before anything is asked. Pure. */
export function probeLines(chosen: readonly Probe[], minimum: string): readonly string[] {
  return GROUPS.flatMap((group) => {
    const own = chosen.filter((probe) => probe.group === group);
    if (own.length === 0) return [];
    const width = Math.max(...own.map(({ id }) => id.length));
    return [
      `${group} (${own.length}): ${costOf(group, minimum)}. Leaves nothing.`,
      ...own.map(({ id, question, answer }) => `  ${id.padEnd(width)}  ${question}: ${answer}`),
    ];
  });
}
