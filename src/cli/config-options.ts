import { Option } from "commander";
import { type Field, isOff } from "../config/fields/field.ts";
import type { SpecPart } from "../config/spec.ts";
import { settingsOf } from "./settings-of.ts";

/** The command line's options for the Spec of some parts, made from the one table of settings. Values stay text here. */
export function specOptions(parts: readonly SpecPart[]): readonly Option[] {
  return settingsOf(parts).flatMap(optionsOf);
}

function optionsOf(field: Field): readonly Option[] {
  // The positive form first: alone, a negation carries a default of true, which would win over the file.
  if (field.kind === "boolean") {
    const [yes, no] = [new Option(field.flag), new Option(`--no-${field.flag.slice(2)}`)];
    // The one worth typing is the one that changes something.
    return isOff(field) ? [yes, no.hideHelp()] : [yes.hideHelp(), no];
  }
  const option = new Option(`${field.flag} <${field.placeholder ?? "value"}>`);
  const isRepeatable = field.kind === "list" || field.kind === "rungs";
  return [isRepeatable ? option.argParser(collect) : option];
}

function collect(value: string, before: unknown): readonly string[] {
  return [...(Array.isArray(before) ? (before as readonly string[]) : []), value];
}
