const CELL = { width: 8.4, height: 18 };
const MARGIN = 16;
const COLUMNS = 100;

/** How lines are coloured; the first that fits wins. A transcript is plain text, so the look of the terminal is put back here. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^\$ /, "prompt"],
  [/^[✔✓]/, "good"],
  [/^\?/, "ask"],
  [/^!/, "warn"],
  [/^✗/, "bad"],
  [/^❯/, "point"],
  [/^ {2}\+/, "good"],
  [/^ {2}live-origin /, "point"],
  [/^live-origin$/, "strong"],
];

/** Draws a transcript as a picture of a terminal, for the README. Pure. */
export function transcriptSvg(transcript: string): string {
  const lines = transcript.trimEnd().split("\n").flatMap(inColumns);
  const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const texts = lines.map((line, index) => {
    const look = RULES.find(([pattern]) => pattern.test(line))?.[1] ?? "plain";
    const y = MARGIN + (index + 0.75) * CELL.height;
    return line === ""
      ? ""
      : `<text class="${look}" x="${MARGIN}" y="${y}">${escaped(line)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="A rehearsal of live-origin in a terminal">`,
    "<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre;fill:#d0d7de}.good{fill:#57c26a}.ask{fill:#6cb6ff;font-weight:700}.warn{fill:#e0b341}.bad{fill:#f47067}.point{fill:#56d4dd}.strong,.prompt{fill:#fff;font-weight:700}</style>",
    `<rect width="100%" height="100%" rx="8" fill="#0d1117"/>`,
    ...texts.filter((text) => text !== ""),
    "</svg>",
    "",
  ].join("\n");
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
