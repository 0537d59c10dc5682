import { at } from "../../json.ts";

/** The string there; undefined when absent, empty or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The number there; numbers written as strings count too (MediaLive has several). */
export function numberAt(
  value: unknown,
  ...path: readonly (string | number)[]
): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** The list there, or an empty one. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** One of the given words, or the fallback. */
export function wordAt<Word extends string>(
  words: readonly [Word, ...Word[]],
  value: unknown,
  ...path: readonly (string | number)[]
): Word {
  const found = at(value, ...path);
  return words.find((word) => word === found) ?? words[0];
}
