import type { Field } from "../config/fields/field.ts";
import { FIELDS } from "../config/fields/fields.ts";
import type { SpecPart } from "../config/spec.ts";

/** Settings that every command takes, because they say which stack is meant. */
const STACK_PATHS = ["name", "region"];

/** The settings that the command line of a command takes, in the order of help. */
export function settingsOf(parts: readonly SpecPart[]): readonly Field[] {
  return FIELDS.filter(({ path, part }) => STACK_PATHS.includes(path) || parts.includes(part));
}
