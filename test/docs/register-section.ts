import { cellText } from "../../src/conformance/cell-text.ts";
import { PROBES } from "../../src/conformance/all-probes.ts";
import type { Probe } from "../../src/conformance/probe.ts";

/** The sandbox's folders that have a register. */
export const REGISTERS: readonly string[] = [...new Set<string>(PROBES.map(({ area }) => area))];

/** What the sandbox assumes in one of its folders, as a table: made from the probes of `live-origin conformance`. */
export function registerSection(area: string): string {
  const rows = PROBES.filter((probe) => probe.area === area).map((probe) =>
    [probe.id, probe.question, probe.answer, probe.source ?? "inferred", asked(probe)]
      .map(cellText)
      .join(" | "),
  );
  return [
    "What is assumed, and how `live-origin conformance` asks the clouds about it:",
    "",
    "| probe | question | the sandbox | source | asked with |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map((row) => `| ${row} |`),
  ].join("\n");
}

function asked(probe: Probe): string {
  return probe.group === "unasked" ? `nothing: ${probe.why}` : probe.group;
}
