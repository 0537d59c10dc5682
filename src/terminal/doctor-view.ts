import type { Style } from "./style.ts";

/** A finding as it is shown: the result of `doctor` in plain data. */
type ShownFinding = {
  readonly id: string;
  readonly about: string;
  readonly verdict: "pass" | "warn" | "fail" | "skipped";
  readonly saw: string;
  readonly hint?: string | undefined;
};

const ABOUT: Readonly<Record<string, string>> = {
  machine: "This machine",
  spec: "What is to be made",
  aws: "AWS",
  momento: "Momento",
};

/** All findings by what they are about, and the conclusion. */
export function renderDiagnosis(findings: readonly ShownFinding[], style: Style): string {
  const width = Math.max(0, ...findings.map(({ id }) => id.length));
  const lines: string[] = [];
  let about = "";
  for (const finding of findings) {
    if (finding.about !== about) lines.push(style.bold(ABOUT[finding.about] ?? finding.about));
    about = finding.about;
    lines.push(
      `  ${mark(finding.verdict, style)} ${finding.id.padEnd(width)} ${finding.saw.replaceAll(/\s*\n\s*/g, " ")}`,
    );
    if (finding.hint !== undefined)
      lines.push(`${" ".repeat(width + 5)}${style.cyan("→")} ${finding.hint}`);
  }
  const failed = findings.filter(({ verdict }) => verdict === "fail").length;
  lines.push(
    failed === 0
      ? `${style.green("✓")} Ready. Nothing was written.`
      : `${style.red("✗")} Not ready: ${failed} to fix. Nothing was written.`,
  );
  return lines.join("\n");
}

function mark(verdict: ShownFinding["verdict"], style: Style): string {
  if (verdict === "pass") return style.green("✓");
  if (verdict === "fail") return style.red("✗");
  return verdict === "warn" ? style.yellow("!") : style.dim("·");
}
