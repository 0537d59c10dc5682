import { printableLine } from "../config/text/printable.ts";
import type { ResourceKind } from "../core/state/state.ts";
import { shownLength } from "./prompt-streams.ts";
import type { Style } from "./style.ts";

/** The way of the picture, hop by hop, and what of ours each hop is. */
const HOPS: readonly (readonly [string, ResourceKind | undefined])[] = [
  ["input", "input"],
  ["channel", "channel"],
  ["cache", "cache"],
  ["edge", "distribution"],
  ["player", undefined],
];

const ARROW = " → ";
const INDENT = "  ";

/**
 * The whole way from the input to the player in one glance, the state of each hop below its name; one hop a line where the terminal
 * is too narrow. `stateOf` gives nothing for a hop that nothing is known about.
 */
export function renderChain(
  stateOf: (kind: ResourceKind) => string | undefined,
  style: Style,
  columns: number,
): string {
  const hops = HOPS.map(([name, kind]) => {
    const state = kind === undefined ? "" : printableLine(stateOf(kind) ?? "");
    return { name, state, width: Math.max(name.length, state.length) };
  });
  const names = hops.map(({ name, width }) => name.padEnd(width)).join(ARROW);
  if (INDENT.length + shownLength(names) >= columns)
    return hops
      .map(({ name, state }) => `${INDENT}${name.padEnd(8)} ${style.dim(state)}`.trimEnd())
      .join("\n");
  const states = hops.map(({ state, width }) => state.padEnd(width)).join(" ".repeat(ARROW.length));
  return `${INDENT}${names.trimEnd()}\n${INDENT}${style.dim(states.trimEnd())}`;
}

/** Does the picture go through it? */
export function isHop(kind: ResourceKind): boolean {
  return HOPS.some(([, each]) => each === kind);
}
