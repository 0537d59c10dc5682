/** What the completion scripts are made from. */
export type Completion = {
  readonly commands: readonly {
    readonly name: string;
    readonly summary: string;
    /** With their dashes. */
    readonly flags: readonly string[];
  }[];
  /** The words that a flag takes, by flag. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The words that a command takes, by command. */
  readonly arguments: Readonly<Record<string, readonly string[]>>;
  /** Flags that take the name of a stack of this folder. */
  readonly stackFlags: readonly string[];
  /** Flags that take a value of which nothing is known. */
  readonly valueFlags: readonly string[];
  /** Flags that take a file. */
  readonly fileFlags: readonly string[];
};

/**
 * A shell command that lists the stacks of this folder and its rehearsals, one a line. No process of ours is started: a key
 * press must not wait for Node. Asked of `sh`, because zsh and fish refuse a pattern that matches nothing. Names of folders that
 * no stack can have are left out: bash would run what they say.
 */
export const STACKS = String.raw`command sh -c 'ls -d .live-origin/*/ .live-origin/sandbox/*/ 2>/dev/null | sed -e "s#/\$##" -e "s#.*/##" | LC_ALL=C grep -x "[a-z][a-z0-9-]*" | grep -vx sandbox'`;
