/** What completes `must be`, in the schema of the file and for what is typed. */
export function wholeWords([least, greatest]: readonly [number, number], unit = ""): string {
  const of = unit === "" ? "" : ` of ${unit}`;
  const range =
    greatest === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${greatest}`;
  return `must be a whole number${of} ${range}`;
}

/** The same of a number with at most three decimals. */
export function thousandthsWords([least, greatest]: readonly [number, number], unit = ""): string {
  return `must be a number of ${unit} from ${least} to ${greatest} with at most three decimals`;
}

/** The same of a text that does not match a pattern; a character that no such text has is named. */
export function patternWords(text: unknown, pattern: RegExp, what: string): string {
  const strange = typeof text === "string" ? foreignCharacter(text, pattern) : undefined;
  const named = strange === undefined ? "" : ` (${JSON.stringify(strange)} cannot be in it)`;
  return `must be ${what}${named}`;
}

/** The most characters of a value that a message repeats. */
export const LONGEST_ECHO = 40;

/** `, not 0`: the value that was given. Long ones are not repeated, for the reason that `quoted` gives. */
export function echo(given: unknown): string {
  const text = JSON.stringify(given) ?? "";
  return text === "" || text.length > LONGEST_ECHO ? "" : `, not ${text}`;
}

/** Whole bits of kbps and whole milliseconds of seconds. */
export function hasThreeDecimals(value: number): boolean {
  return Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-5;
}

/** The first character of a text, letters and digits apart, that a pattern has neither in a class nor by itself. */
function foreignCharacter(text: string, { source }: RegExp): string | undefined {
  const classes = source.match(/\[(?:\\.|[^\]\\])+\]|\\[dws]/g) ?? [];
  const inClasses = new RegExp(`^(?:${classes.join("|")})$`);
  return Array.from(text).find(
    (sign) => !/[A-Za-z0-9]/.test(sign) && !inClasses.test(sign) && !source.includes(sign),
  );
}
