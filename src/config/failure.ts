import type { ErrorCode } from "./error-codes.ts";

/** Exit codes of the program; the README lists them. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  partial: 3,
  inputNeeded: 4,
  checkFailed: 5,
  interrupted: 130,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a failure is made of: a stable code, what failed and why, and what to type next. */
type FailureParts = {
  /** Stable; tests and scripts match on it. */
  readonly code: ErrorCode;
  /** What failed and why, with computed numbers. Never holds a secret. */
  readonly message: string;
  /** What to type or change next. */
  readonly hint?: string | undefined;
  /** The resource concerned, for example `channel` or a flag name. */
  readonly resource?: string | undefined;
  /** 1 unless given. */
  readonly exitCode?: ExitCode | undefined;
  readonly cause?: unknown;
  /** Every problem, where one failure gathers several (an invalid Spec, missing values). */
  readonly details?: readonly unknown[] | undefined;
};

/** The one error class: thrown as data near the cause, rendered once at the edge. Anything else that surfaces is a bug. */
export class LiveOriginError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly resource: string | undefined;
  readonly exitCode: ExitCode;
  readonly details: readonly unknown[] | undefined;

  constructor(parts: FailureParts) {
    super(parts.message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = "LiveOriginError";
    this.code = parts.code;
    this.hint = parts.hint;
    this.resource = parts.resource;
    this.exitCode = parts.exitCode ?? EXIT.failed;
    this.details = parts.details;
  }
}
