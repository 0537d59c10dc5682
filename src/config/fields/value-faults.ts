import { frameRateOf } from "../ladder/frame-rate.ts";
import {
  ASPECT,
  FPS_WORDS,
  KBPS,
  MOST_RUNGS,
  PIXELS,
  PIXEL_WORDS,
  RUNG_FORMS,
  RUNGS_WORDS,
} from "../ladder/rung-members.ts";
import type { RungEntry } from "../schema/schema.ts";
import type { Field, FieldParts } from "./field.ts";
import { CIDRS_WORDS, INPUT_FORMS, MOST_CIDRS } from "./input-forms.ts";
import {
  echo,
  hasThreeDecimals,
  patternWords,
  thousandthsWords,
  wholeWords,
} from "./value-words.ts";

/** What is wrong with a value, and in which member of it. */
export type ValueFault = { readonly at: readonly (string | number)[]; readonly message: string };

type Rule = Pick<FieldParts, "form" | "range" | "unit">;

/**
 * What is wrong with a value that `readValue` has read for this field, in the words of the file's schema, which is made from the
 * same rows; each thing once.
 */
export function faultsOf(field: Field, value: unknown): readonly ValueFault[] {
  const rule: Rule = { ...field, ...inputForm(field.path) };
  if (field.kind === "rungs") return Array.isArray(value) ? rungsFaults(value) : [];
  if (field.kind === "list") return Array.isArray(value) ? listFaults(value, rule) : [];
  return at([], wordsOf(field.kind, value, rule));
}

function inputForm(path: string): Rule {
  const [, member = ""] = /^channel\.input\.(\w+)$/.exec(path) ?? [];
  return Object.entries<Rule>(INPUT_FORMS).find(([name]) => name === member)?.[1] ?? {};
}

function wordsOf(kind: Field["kind"], value: unknown, rule: Rule): readonly string[] {
  if (typeof value === "number" && rule.range !== undefined)
    return kind === "whole" ? whole(value, rule.range, rule.unit) : thousandths(value, rule);
  return typeof value === "string" && rule.form !== undefined ? text(value, rule.form) : [];
}

function whole(
  value: number,
  range: readonly [number, number],
  unit: string | undefined,
): readonly string[] {
  return Number.isSafeInteger(value) && isWithin(value, range)
    ? []
    : [`${wholeWords(range, unit)}${echo(value)}`];
}

function thousandths(value: number, { range = [0, 0], unit }: Rule): readonly string[] {
  const words = thousandthsWords(range, unit);
  return [
    ...(isWithin(value, range) ? [] : [`${words}${echo(value)}`]),
    ...(!Number.isFinite(value) || hasThreeDecimals(value) ? [] : [words]),
  ];
}

function text(value: string, form: NonNullable<Rule["form"]>): readonly string[] {
  if ("judge" in form) {
    const message = form.judge(value);
    return message === undefined ? [] : [message];
  }
  return form.pattern.test(value)
    ? []
    : [`${patternWords(value, form.pattern, form.what)}${echo(value)}`];
}

function listFaults(values: readonly unknown[], rule: Rule): readonly ValueFault[] {
  if (values.length === 0) return at([], [CIDRS_WORDS.none]);
  if (values.length > MOST_CIDRS) return at([], [CIDRS_WORDS.tooMany]);
  return values.flatMap((value, place) => at([place], wordsOf("text", value, rule)));
}

function rungsFaults(rungs: readonly RungEntry[]): readonly ValueFault[] {
  if (rungs.length === 0) return at([], [RUNGS_WORDS.none]);
  if (rungs.length > MOST_RUNGS) return at([], [RUNGS_WORDS.tooMany]);
  return rungs.flatMap(rungFaults);
}

function rungFaults(rung: RungEntry, place: number): readonly ValueFault[] {
  const { name, width, height, fps, videoKbps, audioKbps } = rung;
  const { maxVideoKbps, nameModifier, pixelAspect = [] } = rung;
  const inside = (member: string, words: readonly string[]): readonly ValueFault[] =>
    at([place, member], words);
  return [
    ...inside("name", text(name, RUNG_FORMS.name)),
    ...inside("width", pixels(width)),
    ...inside("height", pixels(height)),
    ...inside("fps", frameRateOf(fps) === undefined ? [FPS_WORDS] : []),
    ...inside("videoKbps", thousandths(videoKbps, KBPS)),
    ...inside("audioKbps", thousandths(audioKbps, KBPS)),
    ...inside("maxVideoKbps", maxVideoKbps === undefined ? [] : thousandths(maxVideoKbps, KBPS)),
    ...inside(
      "nameModifier",
      nameModifier === undefined ? [] : text(nameModifier, RUNG_FORMS.nameModifier),
    ),
    ...pixelAspect.flatMap((side, index) =>
      at([place, "pixelAspect", index], whole(side, ASPECT, undefined)),
    ),
  ];
}

function pixels(value: number): readonly string[] {
  return Number.isInteger(value / 2) && isWithin(value, PIXELS)
    ? []
    : [`${PIXEL_WORDS}${echo(value)}`];
}

function isWithin(value: number, [least, greatest]: readonly [number, number]): boolean {
  return value >= least && value <= greatest;
}

function at(path: ValueFault["at"], messages: readonly string[]): readonly ValueFault[] {
  return messages.map((message) => ({ at: path, message }));
}
