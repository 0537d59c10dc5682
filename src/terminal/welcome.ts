import type { Style } from "./style.ts";

const FIRST_STEPS: readonly (readonly [string, string])[] = [
  ["init --sandbox", "rehearse it here: no account, no money"],
  ["init", "set it up: a few questions, then a plan"],
  ["doctor", "check this machine and your accounts"],
  ["status", "see what exists, runs and bills"],
  ["teardown", "take all of it down again"],
];

/** What a newcomer gets who types the program's name alone: what it is, and what to type first. Fits 80 by 24. */
export function renderWelcome(
  style: Style,
  columns: number,
  say: (words: string) => string,
): string {
  const steps = FIRST_STEPS.map(([words, what]) => [say(words), what] as const);
  const width = Math.max(...steps.map(([command]) => command.length));
  const longest = Math.max(...steps.map(([, what]) => what.length));
  const between = width + longest + 4 > columns ? "\n    " : "  ";
  return [
    `${style.bold("live-origin")} sets up live video in one run, and takes it down again:`,
    style.dim("  encoder → MediaLive → Momento cache → CloudFront → players"),
    "",
    ...steps.map(
      ([command, what]) =>
        `  ${style.cyan(between === "  " ? command.padEnd(width) : command)}${between}${what}`,
    ),
    "",
    `All commands: ${say("--help")}`,
    `One of them:  ${say("init --help")}`,
    "",
  ].join("\n");
}
