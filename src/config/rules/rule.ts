import type { ErrorCode } from "../error-codes.ts";
import type { Draft } from "../resolve/draft.ts";
import type { Config } from "../schema/schema.ts";

/** What a rule has to say: a problem refuses the Spec, a warning may hurt, a note only explains. */
export type Finding = {
  readonly path: string;
  readonly message: string;
  readonly hint?: string | undefined;
} & (
  | { readonly level: "problem"; readonly code: ErrorCode }
  | { readonly level: "warning" | "note"; readonly code: string }
);

/** A finding that refuses the Spec. */
type ProblemFinding = Extract<Finding, { readonly level: "problem" }>;

/** Does it refuse the Spec? */
export function isProblem(finding: Finding): finding is ProblemFinding {
  return finding.level === "problem";
}

/** A rule between fields. It is skipped when something it reads is invalid, because then it could only mislead. */
export type Rule = {
  /** Field paths. */
  readonly reads: readonly string[];
  /** `config` is what was given, before defaults: some values are given in vain. */
  readonly judge: (draft: Draft, config: Config) => readonly Finding[];
};
