import { printableLine } from "../config/text/printable.ts";
import type { Style } from "./style.ts";

/** A check as it is shown: the result of `verify` in plain data. */
type ShownCheck = {
  readonly id: string;
  readonly hop: string;
  readonly saw: string;
  readonly verdict: "pass" | "fail" | "warn" | "skipped";
  readonly because?: string | undefined;
  readonly curl: string;
  readonly keyLine?: string | undefined;
  readonly suspects: readonly { readonly text: string }[];
  readonly hint?: string | undefined;
};

const HOPS: Readonly<Record<string, string>> = {
  keys: "Keys",
  channel: "MediaLive channel",
  origin: "Momento origin",
  edge: "CloudFront edge",
};

/** All checks of a run, hop by hop, with remedy and curl where one failed. */
export function renderChecks(
  checks: readonly ShownCheck[],
  style: Style,
  { withCurls }: { readonly withCurls: boolean },
): string {
  const width = Math.max(0, ...checks.map(({ id }) => id.length));
  const lines: string[] = [];
  let hop = "";
  for (const check of checks) {
    if (check.hop !== hop) lines.push(style.bold(HOPS[check.hop] ?? check.hop));
    hop = check.hop;
    lines.push(...renderCheck({ check, width, style, withCurls }));
  }
  return lines.join("\n");
}

/** The end of a run in one line, and what to do first. */
export function renderVerdict(checks: readonly ShownCheck[], style: Style): string {
  const count = (verdict: string): number =>
    checks.filter((check) => check.verdict === verdict).length;
  const parts = [
    `${count("pass")} passed`,
    ...(count("warn") === 0 ? [] : [style.yellow(`${count("warn")} with a warning`)]),
    ...(count("fail") === 0 ? [] : [style.red(`${count("fail")} failed`)]),
    ...(count("skipped") === 0 ? [] : [`${count("skipped")} skipped`]),
  ];
  const first = checks.find(({ verdict }) => verdict === "fail");
  if (first === undefined) return `${style.green("✓")} ${parts.join(", ")}`;
  const what = first.suspects[0]?.text ?? first.saw;
  const next = first.hint === undefined ? "" : `\n${style.cyan("→")} ${first.hint}`;
  return `${style.red("✗")} ${parts.join(", ")}. First: ${what}.${next}`;
}

/** One check in one line. */
export function renderLine(
  { id, verdict, saw, suspects, because }: ShownCheck,
  style: Style,
): string {
  const what = suspects[0] === undefined ? "" : ` – ${suspects[0].text}`;
  const rest =
    because === undefined ? `${printableLine(saw)}${what}` : `skipped because of ${because}`;
  return `${mark(verdict, style)} ${id}  ${rest}`;
}

function renderCheck({
  check,
  width,
  style,
  withCurls,
}: {
  readonly check: ShownCheck;
  readonly width: number;
  readonly style: Style;
  readonly withCurls: boolean;
}): readonly string[] {
  const { id, verdict, saw, suspects, hint, because, curl, keyLine } = check;
  const said = printableLine(saw);
  const shown =
    verdict === "skipped"
      ? style.dim(because === undefined ? said : `because of ${because}`)
      : said;
  const indent = " ".repeat(width + 5);
  const isBad = verdict === "fail" || verdict === "warn";
  return [
    `  ${mark(verdict, style)} ${id.padEnd(width)} ${shown}`,
    ...suspects.map(({ text }) => `${indent}${style.bold(text)}`),
    ...(hint === undefined || !isBad ? [] : [`${indent}${style.cyan("→")} ${hint}`]),
    ...(isBad || withCurls
      ? [...(keyLine === undefined ? [] : [keyLine]), curl].map(
          (line) => `${indent}${style.dim(line)}`,
        )
      : []),
  ];
}

function mark(verdict: ShownCheck["verdict"], style: Style): string {
  switch (verdict) {
    case "pass":
      return style.green("✓");
    case "fail":
      return style.red("✗");
    case "warn":
      return style.yellow("!");
    case "skipped":
      return style.dim("·");
  }
}
