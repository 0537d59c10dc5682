import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

/** The stations of a segment, in the order in which a player depends on them. */
type Hop = "keys" | "channel" | "origin" | "edge";

/** What one check found out. Plain data, never with a secret in it. */
export type CheckResult = {
  readonly id: string;
  readonly hop: Hop;
  readonly asked: string;
  readonly saw: string;
  readonly verdict: Finding["verdict"];
  /** The id of the earlier check that failed, when this one was skipped for it. */
  readonly because?: string | undefined;
  /** Repeats it in a shell, the key as `$PLAYER_API_KEY`. */
  readonly curl: string;
  /** Sets that variable, in the words of the shell; only where the curl has it. */
  readonly keyLine?: string | undefined;
  /** Only those that fit what was seen. */
  readonly suspects: NonNullable<Finding["suspects"]>;
  readonly hint?: string | undefined;
};

/** One question about one hop. */
export type Check = {
  readonly id: string;
  readonly hop: Hop;
  readonly asked: string;
  /** Earlier checks without whose success this one would say nothing new. */
  readonly needs: readonly string[];
  readonly curl: (evidence: Evidence) => string;
  /** May throw LiveOriginErrors: what could not be read is skipped, not failed. */
  readonly run: (evidence: Evidence) => Promise<Finding>;
};

/** All well. */
export function pass(saw: string, curl?: string): Finding {
  return { verdict: "pass", saw, curl };
}

/** Nothing to say, because it does not apply here. */
export function skip(saw: string): Finding {
  return { verdict: "skipped", saw };
}

type CauseOptions = {
  readonly code: string;
  /** What probably is wrong, one sentence without a full stop. */
  readonly text: string;
  /** What to type or change next. */
  readonly hint: string;
  readonly curl?: string | undefined;
};

/** A fault, and the one suspect that fits what was seen. */
export function fail(saw: string, { code, text, hint, curl }: CauseOptions): Finding {
  return { verdict: "fail", saw, suspects: [{ code, text }], hint, curl };
}

/** Something that plays but should be looked at. */
export function warn(saw: string, { code, text, hint, curl }: CauseOptions): Finding {
  return { verdict: "warn", saw, suspects: [{ code, text }], hint, curl };
}
