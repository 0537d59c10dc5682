/** A one-time expression in UTC; `at` is epoch milliseconds (EventBridge Scheduler user guide, schedule types). */
export function atExpression(at: number): string {
  return `at(${new Date(at).toISOString().slice(0, 19)})`;
}

/** The moment of a one-time expression in UTC, epoch milliseconds; undefined for any other expression or zone. */
export function momentOf(
  expression: string | undefined,
  timeZone: string | undefined,
): number | undefined {
  const text = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression ?? "")?.[1];
  if (text === undefined || (timeZone ?? "UTC") !== "UTC") return undefined;
  const at = Date.parse(`${text}Z`);
  return Number.isNaN(at) ? undefined : at;
}
