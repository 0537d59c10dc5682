import { randomInt } from "node:crypto";
import { printable } from "../config/text/printable.ts";

const ESCAPE = "\u001B";

/** Nobody outside of this process knows it, so nobody outside can write a sequence that looks like one of ours. */
const NONCE = Array.from({ length: 4 }, () => randomInt(1000, 10_000)).join(";");
const OWN = new RegExp(String.raw`${ESCAPE}\[${NONCE};([\d;]+)m`, "g");

/** A colour code of ours (`31`), marked so that it is told from one that came with somebody's words. Pure. */
export function ownSequence(code: string): string {
  return `${ESCAPE}[${NONCE};${code}m`;
}

/** Text in which only our own colour codes are left as they are: all else that a terminal would obey is escaped. Pure. */
export function sealed(text: string): string {
  // Split by a pattern with a group, every second part is what the group matched.
  return text
    .split(OWN)
    .map((part, index) => (index % 2 === 0 ? printable(part) : ownSequence(part)))
    .join("");
}

/** Text with our own colour codes as a terminal knows them. Pure. */
export function unmarked(text: string): string {
  return text.replaceAll(OWN, `${ESCAPE}[$1m`);
}
