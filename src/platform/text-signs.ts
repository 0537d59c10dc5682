import { platform } from "node:os";
import type { Environment } from "./environment.ts";

/** Signs of ours that other encodings than UTF-8 lack, and what stands for them; as wide, where a table needs it. */
const SIGNS: Readonly<Record<string, string>> = {
  "✓": "+",
  "✔": "+",
  "✗": "x",
  "→": ">",
  "►": ">",
  "·": "-",
  "–": "-",
  "…": "...",
  "×": "x",
  "█": "#",
  "•": "*",
  "░": ".",
  "⚠": "!",
  "●": "*",
  "○": "o",
  "─": "-",
  "│": "|",
  "❯": ">",
  "≤": "<=",
  "≥": ">=",
  "↑": "^",
  "↓": "v",
  "⏎": "Enter",
  "±": "+-",
  "÷": "/",
  "»": ">",
  ...Object.fromEntries(
    Array.from("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏").map((frame, at) => [frame, "-\\|/"[at % 4] ?? "-"]),
  ),
};
const KNOWN = new RegExp(`[${Object.keys(SIGNS).join("")}]`, "g");

/**
 * Can the terminal show more than ASCII? As the POSIX locale variables say, the first that is set, and not on the console of Linux,
 * whose font lacks the signs. Where none is set nothing is known, and most terminals can.
 */
export function supportsUnicode(env: Environment, system: NodeJS.Platform = platform()): boolean {
  if (env["TERM"] === "linux") return false;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((each) => each);
  return system === "win32" || locale === undefined || /utf-?8/i.test(locale);
}

/** Our own signs in ASCII; words of others stay. */
export function inAscii(text: string): string {
  return text.replaceAll(KNOWN, (sign) => SIGNS[sign] ?? sign);
}
