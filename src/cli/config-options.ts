import { Option } from "commander";
import { defaultText, type Field, isOff } from "../config/fields/field.ts";
import { FIELDS } from "../config/fields/fields.ts";
import type { SpecPart } from "../config/spec.ts";

/** Settings that every command takes, because they say which stack is meant. */
const STACK_PATHS = ["name", "region"];

/** The command line's options for the Spec of some parts, made from the one table of settings. Values stay text here. */
export function specOptions(parts: readonly SpecPart[]): readonly Option[] {
  return FIELDS.filter(
    ({ path, part }) => STACK_PATHS.includes(path) || parts.includes(part),
  ).flatMap(optionsOf);
}

function optionsOf(field: Field): readonly Option[] {
  const help = describe(field);
  // The positive form first: alone, a negation carries a default of true, which would win over the file.
  if (field.kind === "boolean") {
    const [yes, no] = [
      new Option(field.flag, help),
      new Option(`--no-${field.flag.slice(2)}`, help),
    ];
    // The one worth typing is the one that changes something.
    return isOff(field) ? [yes, no.hideHelp()] : [yes.hideHelp(), no];
  }
  const option = new Option(`${field.flag} <${field.placeholder ?? "value"}>`, help);
  const isRepeatable = field.kind === "list" || field.kind === "rungs";
  return [isRepeatable ? option.argParser(collect) : option];
}

function collect(value: string, before: unknown): readonly string[] {
  return [...(Array.isArray(before) ? (before as readonly string[]) : []), value];
}

function describe(field: Field): string {
  const { help, choices, variable, path } = field;
  const words = choices === undefined ? "" : `: ${choices.join(", ")}`;
  const byDefault = defaultText(field);
  const usual = byDefault === undefined ? "" : ` (default ${byDefault})`;
  return `${help}${words}${usual} [${variable}, ${path}]`;
}
