/** What a command line asks to be told instead of doing anything. */
export type AskedHelp = {
  readonly about: "help" | "version";
  /** Of this command alone; undefined for all of them. */
  readonly command: string | undefined;
  /** With what is rarely used. */
  readonly isWhole: boolean;
  readonly isJson: boolean;
};

/** Does this command line ask for help or the version? Undefined where it names a command that does not exist: then it is wrong. */
export function askedHelp(
  argv: readonly string[],
  commands: readonly string[],
): AskedHelp | undefined {
  const end = argv.indexOf("--");
  const words = end < 0 ? argv : argv.slice(0, end);
  const has = (...flags: readonly string[]): boolean => flags.some((flag) => words.includes(flag));
  const named = words.filter((word) => !word.startsWith("-"));
  const [first] = words;
  const isJson = has("--json");
  if (named.length === 0 && has("--version", "-v"))
    return { about: "version", command: undefined, isWhole: false, isJson };
  const isWhole = has("--help-all");
  const asksInWord = named[0] === "help" && first === "help";
  if (!isWhole && !asksInWord && !has("--help", "-h")) return undefined;
  // Every setting belongs to `init`.
  if (asksInWord && named[1] === "settings")
    return { about: "help", command: "init", isWhole: true, isJson };
  const command = asksInWord ? named[1] : commandIn(words, commands);
  if (asksInWord && command === "help")
    return { about: "help", command: undefined, isWhole, isJson };
  if (command !== undefined && !commands.includes(command)) return undefined;
  return { about: "help", command, isWhole, isJson };
}

/** The first word, or the one after the asking: what follows another flag is perhaps its value. */
function commandIn(
  [first, second]: readonly string[],
  commands: readonly string[],
): string | undefined {
  if (first?.startsWith("-") !== true) return first;
  const asks = ["--help", "-h", "--help-all"].includes(first);
  return asks && second !== undefined && commands.includes(second) ? second : undefined;
}
