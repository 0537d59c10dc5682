/** `a, b or c`. */
export function orList(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

/** A yes or no as people write it: `true`, `yes`, `on` or `1`, or the opposite, in any case; undefined for anything else. */
export function booleanOf(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (["true", "yes", "on", "1"].includes(word)) return true;
  return ["false", "no", "off", "0"].includes(word) ? false : undefined;
}

const LONGEST_ECHO = 60;

/** A value as it was given, in quotes. Long ones are not repeated: an API key pasted into the wrong place must not appear in a message. */
export function quoted(text: string): string {
  return text.length > LONGEST_ECHO ? `a text of ${text.length} characters` : JSON.stringify(text);
}
