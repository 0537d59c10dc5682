import { cellText } from "../../src/conformance/cell-text.ts";
import { PROBES } from "../../src/conformance/all-probes.ts";
import type { Probe } from "../../src/conformance/probe.ts";

/** The sandbox's folders that have a register. */
export const REGISTERS: readonly string[] = [...new Set<string>(PROBES.map(({ area }) => area))];

/**
 * What the sandbox assumes in one of its folders, as a table, its columns as wide as the formatter makes them: made from the
 * probes of `live-origin conformance`.
 */
export function registerSection(area: string): string {
  const head = ["probe", "question", "the sandbox", "source", "asked with"];
  const rows = PROBES.filter((probe) => probe.area === area).map((probe) =>
    [probe.id, probe.question, probe.answer, probe.source ?? "inferred", asked(probe)].map(
      cellText,
    ),
  );
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[], fill = " "): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  return [
    "What is assumed, and how `live-origin conformance` asks the clouds about it:",
    "",
    line(head),
    line(
      head.map(() => ""),
      "-",
    ),
    ...rows.map((row) => line(row)),
  ].join("\n");
}

function asked(probe: Probe): string {
  return probe.group === "unasked" ? `nothing: ${probe.why}` : probe.group;
}
