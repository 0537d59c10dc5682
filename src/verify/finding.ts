type Verdict = "pass" | "fail" | "warn" | "skipped";

/** What probably is wrong. The code is stable; scripts and tests match on it. */
type Cause = { readonly code: string; readonly text: string };

/** What the work of a check comes back with. */
export type Finding = {
  readonly verdict: Verdict;
  readonly saw: string;
  readonly suspects?: readonly Cause[];
  readonly hint?: string | undefined;
  /** Where what was asked turned out only on the way, instead of the check's own. */
  readonly curl?: string | undefined;
};
