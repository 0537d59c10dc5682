import type { SpecPart } from "../spec.ts";

/** How the text of a flag or variable is read. `list` is repeatable as a flag. */
type FieldKind = "text" | "whole" | "number" | "boolean" | "choice" | "list" | "rungs";

/** One setting: where it lives in the Spec and in the file, and how it is given on the command line and in the environment. */
export type Field = {
  /** Path in the Spec and in `live-origin.json`: `channel.segmentSeconds`. Not unique: `--ladder` and `--rung` share one. */
  readonly path: string;
  /** Unique; the key under which commander stores the flag: `segmentSeconds`. */
  readonly key: string;
  /** With its dashes: `--segment-seconds`. A boolean has a `--no-` form as well. */
  readonly flag: string;
  /** `LIVE_ORIGIN_SEGMENT_SECONDS`. */
  readonly variable: string;
  readonly kind: FieldKind;
  /** Stands for the value in help: `SECONDS`. Undefined for booleans. */
  readonly placeholder?: string | undefined;
  /** The allowed words of a `choice`, and the presets of the ladder. */
  readonly choices?: readonly string[] | undefined;
  /** The default in words; undefined when there is none. */
  readonly defaultText?: string | undefined;
  /** One line: what it is, and why one would change it. */
  readonly help: string;
  /** The part of the Spec that needs it. */
  readonly part: SpecPart;
};

/** What a field's definition says; flag, key and variable follow from `name`. */
type FieldParts = Omit<Field, "flag" | "variable" | "key"> & {
  /** The flag without its dashes: `segment-seconds`. */
  readonly name: string;
};

/** Is this a yes-or-no that is a no unless told? Then help names `--x`, else `--no-x`. */
export function isOff({ kind, defaultText }: Pick<Field, "kind" | "defaultText">): boolean {
  return kind === "boolean" && defaultText === "false";
}

/** Completes a field: the variable is `LIVE_ORIGIN_` and the flag in capitals. */
export function field({ name, ...parts }: FieldParts): Field {
  return {
    ...parts,
    flag: `--${name}`,
    key: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    variable: `LIVE_ORIGIN_${name.replaceAll("-", "_").toUpperCase()}`,
  };
}
