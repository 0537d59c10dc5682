import type { Style } from "./style.ts";

const FIRST_STEPS: readonly (readonly [string, string])[] = [
  ["live-origin init --sandbox", "rehearse it here: no account, no money"],
  ["live-origin init", "set it up: a few questions, then a plan"],
  ["live-origin doctor", "check this machine and your accounts"],
  ["live-origin status", "see what exists, runs and bills"],
  ["live-origin teardown", "take all of it down again"],
];

/** What a newcomer gets who types the program's name alone: what it is, and what to type first. Fits 80 by 24. Pure. */
export function renderWelcome(style: Style): string {
  const width = Math.max(...FIRST_STEPS.map(([command]) => command.length));
  return [
    `${style.bold("live-origin")} sets up live video in one run, and takes it down again:`,
    style.dim("  encoder → MediaLive → Momento cache → CloudFront → players"),
    "",
    ...FIRST_STEPS.map(([command, what]) => `  ${style.cyan(command.padEnd(width))}  ${what}`),
    "",
    "All commands: live-origin --help. One of them: live-origin init --help.",
    "",
  ].join("\n");
}
