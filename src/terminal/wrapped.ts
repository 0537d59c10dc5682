import type { Asking } from "./prompt-streams.ts";

/** A terminal of 0 columns tells nothing; then it is treated as one of 80. */
const USUAL_COLUMNS = 80;

/** Text broken at blanks so that no line is wider than the terminal, every line indented alike. */
export function wrapped(text: string, { stderr }: Pick<Asking, "stderr">, indent = "  "): string {
  const room = Math.max(20, (stderr.columns ?? 0) > 0 ? (stderr.columns ?? 0) : USUAL_COLUMNS);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (indent.length + longer.length < room || line === "") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line].map((each) => `${indent}${each}`).join("\n");
}
