/** How the text of a flag or variable is read. `list` is repeatable as a flag. */
type FieldKind = "text" | "whole" | "number" | "boolean" | "choice" | "list" | "rungs";

/** What a text must look like; `what` completes the message `must be …`. */
type TextForm = { readonly what: string } & (
  | { readonly pattern: RegExp }
  /** What is wrong with it, or undefined. */
  | { readonly judge: (text: string) => string | undefined }
);

/**
 * One setting as its row defines it. Flag, variable, key of the file, help, the README's table, completion, the schema of the
 * file and the Spec's type and default follow.
 */
export type FieldParts = {
  /** Path in the Spec and in `live-origin.json`: `channel.segmentSeconds`. Not unique: `--ladder` and `--rung` share one. */
  readonly path: string;
  /** The flag without its dashes: `segment-seconds`. */
  readonly name: string;
  readonly kind: FieldKind;
  /** Stands for the value in help: `SECONDS`. Undefined for booleans. */
  readonly placeholder?: string;
  /** The allowed words of a `choice`, and the presets of the ladder. */
  readonly choices?: readonly [string, ...string[]];
  /** Least and greatest of a `whole` or a `number` (at most three decimals). */
  readonly range?: readonly [number, number];
  /** What the range counts: `seconds`. */
  readonly unit?: string;
  /** Of a `text`. */
  readonly form?: TextForm;
  /** Its value unless given. */
  readonly default?: string | number | boolean;
  /** In words: a default that depends on other settings; `draft.ts` computes it. */
  readonly computed?: string;
  /** In words: what happens without it. It may be absent from the Spec. */
  readonly otherwise?: string;
  /** One line: what it is, and why one would change it. */
  readonly help: string;
  /** The same for `--help`, which has room for one line; without it only `--help-all` shows the setting. */
  readonly short?: string;
  /** The part of the Spec that needs it. */
  readonly part: "origin" | "channel" | "cdn";
};

/** A setting, complete: how it is given on the command line and in the environment follows from its name. */
export type Field = FieldParts & {
  /** Unique; the key under which the flag's value is kept: `segmentSeconds`. */
  readonly key: string;
  /** With its dashes: `--segment-seconds`. A boolean has a `--no-` form as well. */
  readonly flag: string;
  /** `LIVE_ORIGIN_SEGMENT_SECONDS`. */
  readonly variable: string;
};

/** Is this a yes-or-no that is no by default? Then help names `--x`, else `--no-x`. */
export function isOff({ kind, default: usual }: FieldParts): boolean {
  return kind === "boolean" && usual === false;
}

/** The default in words; undefined when there is none. */
export function defaultText({
  default: usual,
  computed,
  otherwise,
}: FieldParts): string | undefined {
  return usual === undefined ? (computed ?? otherwise) : String(usual);
}

/** Completes a field: the variable is `LIVE_ORIGIN_` and the flag in capitals. */
export function field<const Parts extends FieldParts>(
  parts: Parts,
): Parts & Pick<Field, "key" | "flag" | "variable"> {
  const { name } = parts;
  return {
    ...parts,
    flag: `--${name}`,
    key: name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    variable: `LIVE_ORIGIN_${name.replaceAll("-", "_").toUpperCase()}`,
  };
}
