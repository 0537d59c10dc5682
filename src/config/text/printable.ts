/**
 * What a terminal obeys or what nobody sees: controls (C0, DEL, C1), format characters (bidi, zero width, tags), line and
 * paragraph separators, halves of surrogate pairs, and what Unicode calls ignorable by default (Unicode Standard Annex #44).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** Most text is this alone, and is told so in a fraction of the time that the classes of Unicode take to be made. */
const ASCII = /^[ -~]*$/;

/** Text with everything that a terminal would obey, or that nobody would see, written as `\u001b`. Line ends stay. */
export function printable(text: string): string {
  return text.replaceAll(UNSEEN, (sign) => (sign === "\n" ? sign : escaped(sign)));
}

/** The same where the text is to stay on one line: what others say must not look like lines of ours. */
export function printableLine(text: string): string {
  return text.replaceAll(UNSEEN, escaped);
}

/** The first character that {@link printableLine} would write in another way, as `U+001B`; undefined when there is none. */
export function unprintableIn(text: string): string | undefined {
  if (ASCII.test(text)) return undefined;
  const [sign] = text.match(UNSEEN) ?? [];
  return sign === undefined
    ? undefined
    : `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** By halves of surrogate pairs, so that it is an escape of JSON too. */
function escaped(sign: string): string {
  return sign
    .split("")
    .map((half) => String.raw`\u${half.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
}
