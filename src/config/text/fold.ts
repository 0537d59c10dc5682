/**
 * Words put into lines of fewer than `room` cells. A word that is longer than a line (a URL, an id) stays whole, so that it can be
 * copied; the sign that a command goes on stays behind the word before it.
 */
export function folded(
  text: string,
  room: number,
  lengthOf: (text: string) => number = (each) => each.length,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (lengthOf(longer) < room || line === "" || word === "\\") {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return [...lines, line];
}
