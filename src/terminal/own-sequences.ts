import { printable } from "../config/text/printable.ts";

const ESCAPE = "\u001B";

/** Nobody outside of this process knows it, so nobody outside can write a sequence that looks like one of ours. */
type Mark = { readonly nonce: string; readonly pattern: RegExp };

/** Made with the first colour: without any, nothing of ours is to be told apart. */
let mark: Mark | undefined;

function newMark(): Mark {
  // Seeded from the system's randomness. Who would forge it must be one of the clouds and work it out from a dozen pauses between
  // retries, and would win a colour; node:crypto takes as long to load as the rest of an error.
  const nonce = Array.from({ length: 4 }, () => 1000 + Math.floor(9000 * Math.random())).join(";");
  return { nonce, pattern: new RegExp(String.raw`${ESCAPE}\[${nonce};([\d;]+)m`, "g") };
}

/** A colour code of ours (`31`), marked so that it is told from one that came with somebody's words. */
export function ownSequence(code: string): string {
  mark ??= newMark();
  return `${ESCAPE}[${mark.nonce};${code}m`;
}

/** Text in which only our own colour codes are left as they are: all else that a terminal would obey is escaped. */
export function sealed(text: string): string {
  if (mark === undefined) return printable(text);
  // Split by a pattern with a group, every second part is what the group matched.
  return text
    .split(mark.pattern)
    .map((part, index) => (index % 2 === 0 ? printable(part) : ownSequence(part)))
    .join("");
}

/** Text with our own colour codes as a terminal knows them. */
export function unmarked(text: string): string {
  return mark === undefined ? text : text.replaceAll(mark.pattern, `${ESCAPE}[$1m`);
}
