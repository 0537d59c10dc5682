/** `a, b or c`. */
export function orList(words: readonly string[]): string {
  return words.length < 2
    ? words.join("")
    : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}

const LONGEST_ECHO = 60;

/** A value as it was given, in quotes. Long ones are not repeated: an API key pasted into the wrong place must not appear in a message. */
export function quoted(text: string): string {
  return text.length > LONGEST_ECHO ? `a text of ${text.length} characters` : JSON.stringify(text);
}
