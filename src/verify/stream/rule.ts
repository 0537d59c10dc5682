/** Something that RFC 8216 forbids. */
export type Rule = {
  readonly code: string;
  readonly section: string;
  readonly text: string;
  readonly hint: string;
  /** What breaks it, as found in the lines; undefined when nothing does. */
  readonly find: (lines: readonly string[]) => string | undefined;
};
