import { type Selection, selects } from "./edge-config.ts";

/** The pairs of a raw query that are selected, in their order and as they were written. */
export function pickQuery(rawQuery: string, takes: (name: string) => boolean): string {
  return rawQuery
    .split("&")
    .filter((pair) => pair !== "" && takes(decodeName(pair)))
    .join("&");
}

/** The cookies that are selected, as a Cookie header's value; empty when there are none. */
export function pickCookies(header: string | undefined, takes: (name: string) => boolean): string {
  if (header === undefined) return "";
  return header
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair !== "" && takes(pair.split("=")[0] ?? ""))
    .join("; ");
}

/** Takes what any of the selections takes. */
export function anyOf(...rules: readonly (Selection | undefined)[]): (name: string) => boolean {
  return (name) => rules.some((rule) => rule !== undefined && selects(rule, name));
}

function decodeName(pair: string): string {
  const name = (pair.split("=")[0] ?? "").replaceAll("+", " ");
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
