import type { Field } from "./field.ts";
import { booleanOf, orList, quoted } from "../text/words.ts";
import { parseRung } from "../ladder/rung-text.ts";
import { suggestionText } from "../text/suggestion.ts";

/** A value read from a flag or a variable; not yet judged by the schema. */
type ValueReading =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string; readonly hint?: string | undefined };

type Reader = (raw: unknown, field: Field) => ValueReading;

const read = (value: unknown): ValueReading => ({ ok: true, value });
const refuse = (message: string, hint?: string): ValueReading => ({ ok: false, message, hint });

const readNumber: Reader = (raw, { kind }) => {
  if (typeof raw === "number") return read(raw);
  const text = textOf(raw).trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(text)
    ? read(Number(text))
    : refuse(`must be a ${kind === "whole" ? "whole number" : "number"}, not ${quoted(text)}`);
};

const readBoolean: Reader = (raw) => {
  if (typeof raw === "boolean") return read(raw);
  const text = textOf(raw);
  const value = booleanOf(text);
  return value === undefined ? refuse(`must be true or false, not ${quoted(text)}`) : read(value);
};

const readChoice: Reader = (raw, { choices = [] }) => {
  const word = textOf(raw).trim();
  const found = choices.find((choice) => choice.toLowerCase() === word.toLowerCase());
  return found === undefined
    ? refuse(`must be ${orList(choices)}, not ${quoted(word)}`, suggestionText(word, choices))
    : read(found);
};

const readText: Reader = (raw) => read(textOf(raw).trim());

const readList: Reader = (raw) => read(pieces(raw, /[\s,]+/));

const readRungs: Reader = (raw) => {
  const readings = pieces(raw, /[\s;]+/).map(parseRung);
  const messages = readings.flatMap((reading) => (reading.ok ? [] : [reading.message]));
  return messages.length > 0
    ? refuse(messages.join("; "))
    : read(readings.flatMap((reading) => (reading.ok ? [reading.rung] : [])));
};

const READERS: Readonly<Record<Field["kind"], Reader>> = {
  text: readText,
  whole: readNumber,
  number: readNumber,
  boolean: readBoolean,
  choice: readChoice,
  list: readList,
  rungs: readRungs,
};

/**
 * Reads what a flag or a variable holds: text, or what the command line makes of it. Words are found whatever their case; lists
 * are split at commas and blanks, rungs at semicolons and blanks.
 */
export function readValue(field: Field, raw: unknown): ValueReading {
  return READERS[field.kind](raw, field);
}

function pieces(raw: unknown, separator: RegExp): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  return texts.flatMap((text) => textOf(text).split(separator)).filter((piece) => piece !== "");
}

// Not String(): an object from a hand-edited file may have a toString of its own that throws.
function textOf(raw: unknown): string {
  return typeof raw === "string" ? raw : (JSON.stringify(raw) ?? "");
}
