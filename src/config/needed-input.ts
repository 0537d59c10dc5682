/** Something that only the user can say, with every way to say it. */
export type NeededInput = {
  /** With its dashes: `--region`. */
  readonly flag: string;
  readonly variable?: string | undefined;
  /** What is wanted, in words. */
  readonly what: string;
};
