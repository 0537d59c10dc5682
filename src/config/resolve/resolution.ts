import type { ErrorCode } from "../error-codes.ts";
import type { Spec } from "../spec.ts";

/** Where a value came from; an earlier one wins. `remembered`: what the stack was last made with. */
export type Source = "flag" | "environment" | "file" | "remembered" | "default";

/** Something wrong with what was given. */
export type Problem = {
  /** Path in the Spec, for example `channel.ladder.0.width`. */
  readonly path: string;
  readonly code: ErrorCode;
  /** What is wrong and why, with computed numbers. */
  readonly message: string;
  /** What to type instead. */
  readonly hint?: string | undefined;
};

/** Something that was not given and is never invented. */
export type Missing = {
  readonly path: string;
  /** With its dashes: `--region`. */
  readonly flag: string;
  readonly variable: string;
  /** What is wanted, in words. */
  readonly what: string;
};

/** Something allowed that the user should know: a `warning` may hurt, a `note` only explains. */
export type Warning = {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly level: "warning" | "note";
};

/** A complete, deep-frozen Spec with the source of each value; or every problem and everything missing at once. */
export type Resolution =
  | {
      readonly ok: true;
      readonly spec: Spec;
      readonly sources: Readonly<Record<string, Source>>;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      readonly missing: readonly Missing[];
    };
