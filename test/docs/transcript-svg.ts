const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const COLUMNS = 100;

/**
 * How the beginning of a line is coloured, and the rest of it; the first that fits wins. A transcript is plain text, so the
 * look of the terminal is put back here.
 */
const RULES: readonly (readonly [RegExp, string, string])[] = [
  [/^\$ .*/, "prompt", "plain"],
  [/^Live video in one run$/, "strong", "plain"],
  [/^[✔✓]/, "good", "plain"],
  [/^\?/, "ask", "plain"],
  [/^!/, "warn", "plain"],
  [/^✗/, "bad", "plain"],
  [/^❯.*/, "point", "plain"],
  [/^ {2}\+ .*? create/, "good", "dim"],
  [/^ {30,}\S.*/, "dim", "dim"],
  [/^ {2}(?=rendition )/, "dim", "dim"],
  [/^ {2}live-origin .*/, "point", "plain"],
  [/^live-origin$/, "strong", "plain"],
];

/** Draws a transcript as a picture of a terminal, for the README. */
export function transcriptSvg(transcript: string): string {
  const lines = transcript.trimEnd().split("\n").flatMap(inColumns);
  const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const texts = lines.map((line, index) => {
    const y = MARGIN + (index + 0.75) * CELL.height;
    return line === "" ? "" : `<text x="${MARGIN}" y="${y}">${painted(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A rehearsal of live-origin in a terminal">`,
    "<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;fill:#d0d7de}.good{fill:#57c26a}.ask{fill:#6cb6ff;font-weight:700}.warn{fill:#e0b341}.bad{fill:#f47067}.point{fill:#56d4dd}.dim{fill:#8b949e}.strong,.prompt{fill:#fff;font-weight:700}</style>",
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...texts.filter((text) => text !== ""),
    "</svg>",
    "",
  ].join("\n");
}

function painted(line: string): string {
  const rule = RULES.find(([pattern]) => pattern.test(line));
  if (rule === undefined) return escaped(line);
  const [pattern, head, rest] = rule;
  const cells = pattern.exec(line)?.[0].length ?? 0;
  const part = (look: string, text: string): string =>
    text === "" ? "" : `<tspan class="${look}">${escaped(text)}</tspan>`;
  return part(head, line.slice(0, cells)) + part(rest, line.slice(cells));
}

/** A terminal breaks a line where it is full. */
function inColumns(line: string): readonly string[] {
  const parts = [line.slice(0, COLUMNS)];
  for (let at = COLUMNS; at < line.length; at += COLUMNS) parts.push(line.slice(at, at + COLUMNS));
  return parts;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
