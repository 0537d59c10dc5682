// Signs of private use (Unicode Standard, 23.5): no service, file or shell writes them.
const OPEN = "\uE000";
const BLANK = "\uE001";
const CLOSE = "\uE002";
const OWN = new RegExp(`${OPEN}([\\w.${BLANK}-]+)${CLOSE}`, "g");

/**
 * Stands for one of our commands (`status`, `doctor --print-policy`) in a text that is written without knowing how this run was
 * started. Printing puts the whole command in its place, see {@link withOwnCommands}; until then no line break may fall into it.
 */
export function ownCommand(words: string): string {
  return `${OPEN}${words.replaceAll(" ", BLANK)}${CLOSE}`;
}

/** Text with every {@link ownCommand} as it must be typed. */
export function withOwnCommands(text: string, say: (words: string) => string): string {
  return text.replaceAll(OWN, (_, words: string) => say(words.replaceAll(BLANK, " ")));
}
