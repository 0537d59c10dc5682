/** Something that is wrong with a stream. Codes are stable. */
export type Fault = {
  readonly code: string;
  readonly severity: "fail" | "warn";
  /** What was seen, with its figures. */
  readonly saw: string;
  /** What it means, one sentence without a full stop, with the section of RFC 8216 where that forbids it. */
  readonly text: string;
  /** What its owner can do. */
  readonly hint: string;
  /** Where it was seen, for the command that repeats it. */
  readonly address?: string | undefined;
};
