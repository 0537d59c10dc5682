/** A JSON object whose members are not known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Deeper than any request of the emulated services; what walks a body recurses. */
const MAX_DEPTH = 100;

/** Parses a body or document that somebody sent. Throws SyntaxError, also for what is nested more than 100 levels deep. */
export function parseJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text);
  let level: readonly unknown[] = [parsed];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) throw new SyntaxError(`nested more than ${MAX_DEPTH} levels deep`);
    level = level.flatMap((one) =>
      typeof one === "object" && one !== null ? Object.values(one) : [],
    );
  }
  return parsed;
}

/** The value as an object; undefined when it is anything else. */
export function asRecord(value: unknown): JsonRecord | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonRecord)
    : undefined;
}

/** The value as text; undefined when it is anything else. */
export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The value as a list; empty when it is anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts in a list; what is not text is left out. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).filter((one) => typeof one === "string");
}

/** A member inside nested objects and lists: `at(body, "settings", 0, "url")`; undefined where a step is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

/** Same JSON value, whatever the order of members. */
export function sameJson(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) => {
      const members = asRecord(inner);
      return members === undefined
        ? inner
        : Object.fromEntries(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    }) ?? ""
  );
}
