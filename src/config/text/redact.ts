import { printableLine } from "./printable.ts";

/**
 * Takes out of a service's own words whatever looks like a Momento key: tokens in query strings, and the base64 of a
 * JSON object (`eyJ…`) that every kind of key starts with, percent-encoded or not. For error texts.
 */
export function redacted(text: string): string {
  return text
    .replaceAll(/([?&;]token=|password=)[^&\s"'<>]+/gi, "$1***")
    .replaceAll(/eyJ[\w\-+/=.%]{6,}/g, "***");
}

/** A service's own words as they may be told: without keys, and on one line, so that none looks like a line of ours. */
export function serviceWords(text: string): string {
  return printableLine(redacted(text).replaceAll(/\s*[\r\n]\s*/g, " "));
}
