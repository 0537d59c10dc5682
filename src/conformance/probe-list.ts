import { GROUPS, type Group, type Probe } from "./probe.ts";

/** Probes that need the channel to run once more. */
const AGAIN: readonly string[] = ["encoder-restart", "encoder-alert"];

/** How often the channel goes on air for the chosen probes. */
export function showRuns(chosen: readonly Probe[]): number {
  const shows = chosen.flatMap((probe) => (probe.group === "show" ? [probe] : []));
  const ways = new Set(shows.map((probe) => probe.with ?? "url-token"));
  return ways.size + shows.filter(({ id }) => AGAIN.includes(id)).length;
}

/** What each group takes, in words. */
function costOf(group: Group, chosen: readonly Probe[]): string {
  if (group === "reads") return "free: reads only";
  if (group === "writes")
    return "a stack of its own for some minutes, and writes that are taken back at once";
  const runs = showRuns(chosen);
  const times = runs === 1 ? "once" : `${runs} times`;
  return `its channel on air ${times}, ten minutes at most each`;
}

/** The chosen probes by group, each group with its cost: what is shown before anything is asked. */
export function probeLines(chosen: readonly Probe[]): readonly string[] {
  return GROUPS.flatMap((group) => {
    const own = chosen.filter((probe) => probe.group === group);
    if (own.length === 0) return [];
    const width = Math.max(...own.map(({ id }) => id.length));
    return [
      `${group} (${own.length}): ${costOf(group, chosen)}. Leaves nothing.`,
      ...own.map(({ id, question, answer }) => `  ${id.padEnd(width)}  ${question}: ${answer}`),
    ];
  });
}
