import type { CommandOption } from "./option-list.ts";
import type { RawFlags } from "./parse-flags.ts";

/** What the words behind a command say. */
type ReadWords = {
  readonly values: RawFlags;
  readonly operands: readonly string[];
  /** The first word that looks like an option and is none, and what is left behind it. */
  readonly unknown: readonly string[];
  /** An option at the end that lacks its value: what stands before it says nothing. */
  readonly bare: CommandOption | undefined;
};

/** Could this word be an option? A lone dash is a value: stdin. */
export const looksLikeOption = (word: string): boolean => word.length > 1 && word.startsWith("-");

const isNegativeNumber = (word: string): boolean => /^-(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?$/.test(word);

/**
 * Reads options as POSIX and GNU have them: `--region x`, `--region=x`, `-y`, and nothing behind `--`. Values stay
 * text.
 */
export function readOptions(
  words: readonly string[],
  options: readonly CommandOption[],
): ReadWords {
  const values: Record<string, unknown> = {};
  // A negation whose positive does not stand before it is a yes unless told.
  for (const [place, { key, isNegation }] of options.entries())
    if (isNegation && !options.slice(0, place).some((other) => other.key === key))
      values[key] = true;
  const find = (word: string): CommandOption | undefined =>
    options.find(({ long, short }) => word === long || word === short);
  const give = ({ key, isNegation, gathers }: CommandOption, value: string | undefined): void => {
    const before = values[key];
    if (value === undefined) values[key] = !isNegation;
    else values[key] = gathers ? [...(Array.isArray(before) ? before : []), value] : value;
  };
  const operands: string[] = [];
  const unknown: string[] = [];
  const isValue = (word: string | undefined): boolean =>
    word !== undefined && (!looksLikeOption(word) || isNegativeNumber(word));
  const rest = [...words];
  let open: CommandOption | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      if (unknown.length > 0) unknown.push(word);
      (unknown.length > 0 ? unknown : operands).push(...rest);
      break;
    }
    if (open !== undefined && isValue(word)) {
      give(open, word);
      continue;
    }
    open = undefined;
    const option = find(word);
    if (option !== undefined) {
      const hasValue = option.value === "needed" || (option.value !== "none" && isValue(rest[0]));
      if (option.value === "needed" && rest.length === 0)
        return { values, operands, unknown, bare: option };
      give(option, hasValue ? rest.shift() : undefined);
      open = option.takesMore ? option : undefined;
      continue;
    }
    // No short option takes a value: `-yx` is `-y -x`.
    const first = /^-[^-][^]/.test(word) ? find(word.slice(0, 2)) : undefined;
    if (first !== undefined) {
      give(first, undefined);
      rest.unshift(`-${word.slice(2)}`);
      continue;
    }
    const [, name, value] = /^(--[^=]+)=([^]*)$/.exec(word) ?? [];
    const assigned = name === undefined ? undefined : find(name);
    if (assigned !== undefined && assigned.value !== "none") {
      give(assigned, value);
      continue;
    }
    const isUnknown = looksLikeOption(word) && !isNegativeNumber(word);
    (unknown.length > 0 || isUnknown ? unknown : operands).push(word);
  }
  return { values, operands, unknown, bare: undefined };
}
