/** Most text is this alone. To tell it so takes a hundredth of what the classes of Unicode do, which V8 makes even to check a literal. */
const ASCII = /^[ -~]*$/;

let unseen: RegExp | undefined;

/**
 * What a terminal obeys or what nobody sees: controls (C0, DEL, C1), format characters (bidi, zero width, tags), line and
 * paragraph separators, halves of surrogate pairs, and what Unicode calls ignorable by default (Unicode Standard Annex #44).
 */
function unseenSigns(): RegExp {
  const classes = ["Cc", "Cf", "Cs", "Zl", "Zp", "Default_Ignorable_Code_Point"];
  unseen ??= new RegExp(`[${classes.map((name) => `\\p{${name}}`).join("")}]`, "gu");
  return unseen;
}

/** Text with everything that a terminal would obey, or that nobody would see, written as `\u001b`. Line ends stay. */
export function printable(text: string): string {
  return text.replaceAll(unseenSigns(), (sign) => (sign === "\n" ? sign : escaped(sign)));
}

/** The same where the text is to stay on one line: what others say must not look like lines of ours. */
export function printableLine(text: string): string {
  return ASCII.test(text) ? text : text.replaceAll(unseenSigns(), escaped);
}

/** The first character that {@link printableLine} would write in another way, as `U+001B`; undefined when there is none. */
export function unprintableIn(text: string): string | undefined {
  if (ASCII.test(text)) return undefined;
  const [sign] = text.match(unseenSigns()) ?? [];
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
