import { type LadderName, LADDERS } from "./ladder.ts";

const COUNTS = ["no", "one", "two", "three", "four", "five", "six"];

/** The renditions of a preset, smallest first: `240p, 480p, 720p`. */
export function presetHeights(preset: LadderName): string {
  return heights(LADDERS[preset].map(({ height }) => height));
}

/** What a preset has beside another one: `1080p`. */
export function addedHeights(preset: LadderName, to: LadderName): string {
  const known = LADDERS[to].map(({ name }) => name);
  return heights(
    LADDERS[preset].filter(({ name }) => !known.includes(name)).map(({ height }) => height),
  );
}

/** How many rungs a preset has, in words: `three`. */
export function presetCount(preset: LadderName): string {
  const count = LADDERS[preset].length;
  return COUNTS[count] ?? String(count);
}

function heights(pixels: readonly number[]): string {
  return pixels
    .toSorted((one, other) => one - other)
    .map((height) => `${height}p`)
    .join(", ");
}
