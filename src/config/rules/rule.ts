import type { Draft } from "../resolve/draft.ts";
import type { Config } from "../schema/schema.ts";

/** What a rule has to say: a problem refuses the Spec, a warning may hurt, a note only explains. */
export type Finding = {
  readonly level: "problem" | "warning" | "note";
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
};

/** A rule between fields. It is skipped when something it reads is invalid, because then it could only mislead. */
export type Rule = {
  /** Field paths. */
  readonly reads: readonly string[];
  /** `config` is what was given, before defaults: some values are given in vain. */
  readonly judge: (draft: Draft, config: Config) => readonly Finding[];
};
