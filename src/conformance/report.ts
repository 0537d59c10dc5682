import { cellText } from "./cell-text.ts";
import type { Probe } from "./probe.ts";
import type { ProbeResult } from "./run-probes.ts";

type ReportFacts = {
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  /** `the clouds` or `a sandbox`. */
  readonly asked: string;
  readonly region: string;
  readonly results: readonly ProbeResult[];
  /** The whole register, of which what has no result was not asked. */
  readonly register: readonly Probe[];
};

/** The report as data: made to be sent to somebody, without ids and secrets. */
export function reportDocument({ results, register, ...facts }: ReportFacts): object {
  const probes = register.flatMap((probe) => {
    const about = {
      id: probe.id,
      question: probe.question,
      sandbox: probe.answer,
      source: probe.source ?? "inferred",
      file: fileOf(probe),
    };
    const silent: Omit<ProbeResult, "probe"> = { outcome: "not asked", got: reasonOf(probe) };
    const own = results.filter((result) => result.probe === probe);
    return (own.length === 0 ? [silent] : own).map(({ outcome, got }) => ({
      ...about,
      outcome,
      got,
    }));
  });
  const count = (outcome: string): number =>
    probes.filter((probe) => probe.outcome === outcome).length;
  return {
    ...facts,
    confirmed: count("confirmed"),
    contradicted: count("contradicted"),
    notAsked: count("not asked"),
    probes,
  };
}

/** The same for people: contradictions first, with both answers. */
export function reportMarkdown({ results, register, ...facts }: ReportFacts): string {
  const of = (outcome: ProbeResult["outcome"]): readonly ProbeResult[] =>
    results.filter((result) => result.outcome === outcome);
  const [contradicted, confirmed] = [of("contradicted"), of("confirmed")];
  const failed = of("not asked");
  const silent = register.filter((probe) => !results.some((result) => result.probe === probe));
  return [
    `# What ${facts.asked} answered`,
    "",
    `live-origin ${facts.version}, ${facts.date}, ${facts.region}: ${confirmed.length} confirmed, ${contradicted.length} contradicted, ${failed.length + silent.length} not asked.`,
    "",
    "## Contradicted",
    "",
    ...table(
      ["probe", "question", "the sandbox", facts.asked, "rests on"],
      contradicted.map(({ probe, got = "" }) => [
        probe.id,
        probe.question,
        probe.answer,
        got,
        fileOf(probe),
      ]),
    ),
    "",
    "## Confirmed",
    "",
    ...table(
      ["probe", "question", "answer"],
      confirmed.map(({ probe }) => [probe.id, probe.question, probe.answer]),
    ),
    "",
    "## Not asked",
    "",
    ...table(
      ["probe", "question", "the sandbox", "why"],
      [
        ...failed.map(({ probe, got = "" }) => [probe.id, probe.question, probe.answer, got]),
        ...silent.map((probe) => [probe.id, probe.question, probe.answer, reasonOf(probe)]),
      ],
    ),
    "",
  ].join("\n");
}

function reasonOf(probe: Probe): string {
  return probe.group === "unasked" ? probe.why : "not chosen";
}

function fileOf({ area }: Probe): string {
  return `src/sandbox/${area}/README.md`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return ["None."];
  return [head, head.map(() => "---"), ...rows].map(
    (cells) => `| ${cells.map(cellText).join(" | ")} |`,
  );
}
