import { Secret } from "../../config/secret.ts";
import type { Difference } from "./resource.ts";

/** How lists are compared: by the first of these members that every item has, else by position. */
const LIST_KEYS = ["Id", "Name", "OutputName", "PathPattern", "HeaderName", "Key", "Cidr"];

type DifferenceRule = {
  /** Path prefixes whose change means replacing the resource. */
  readonly replaces?: readonly string[];
  /** Decides whether a secret in `desired` equals what the cloud holds; secrets are compared here and nowhere else. */
  readonly sameSecret?: (path: string, desired: Secret, found: unknown) => boolean;
};

/**
 * Lists what differs between a request we would send and what the cloud holds, looking only at the members that the
 * request sets: what a service filled in by itself is not drift. Secrets appear as `***`.
 */
export function differences(
  desired: unknown,
  found: unknown,
  rule: DifferenceRule = {},
): readonly Difference[] {
  return [...walk({ path: "", desired, found, rule })];
}

function* walk({
  path,
  desired,
  found,
  rule,
}: {
  readonly path: string;
  readonly desired: unknown;
  readonly found: unknown;
  readonly rule: DifferenceRule;
}): Generator<Difference> {
  if (desired === undefined) return;
  if (desired instanceof Secret) {
    if (rule.sameSecret?.(path, desired, found) !== true)
      yield difference({ path, from: shownOf(found), to: desired.toString(), rule });
    return;
  }
  if (Array.isArray(desired)) {
    yield* walkList({ path, desired, found: Array.isArray(found) ? found : [], rule });
    return;
  }
  if (isPlain(desired)) {
    const other = isPlain(found) ? found : {};
    for (const [key, value] of Object.entries(desired))
      yield* walk({
        path: path === "" ? key : `${path}.${key}`,
        desired: value,
        found: other[key],
        rule,
      });
    return;
  }
  if (!Object.is(desired, found))
    yield difference({
      path,
      from: found instanceof Secret ? found.toString() : found,
      to: desired,
      rule,
    });
}

function* walkList({
  path,
  desired,
  found,
  rule,
}: {
  readonly path: string;
  readonly desired: readonly unknown[];
  readonly found: readonly unknown[];
  readonly rule: DifferenceRule;
}): Generator<Difference> {
  const key = LIST_KEYS.find(
    (name) =>
      desired.length > 0 &&
      [...desired, ...found].every((item) => isPlain(item) && typeof item[name] === "string"),
  );
  if (key === undefined) {
    if (desired.length !== found.length)
      yield difference({ path: `${path}.length`, from: found.length, to: desired.length, rule });
    for (const [index, item] of desired.entries())
      yield* walk({ path: `${path}[${index}]`, desired: item, found: found[index], rule });
    return;
  }
  const name = (item: unknown): string => (isPlain(item) ? String(item[key]) : "");
  const wantedOrder = desired.map(name);
  const foundOrder = found.map(name);
  for (const item of desired) {
    const other = found.find((candidate) => name(candidate) === name(item));
    const place = `${path}[${name(item)}]`;
    if (other === undefined)
      yield difference({ path: place, from: undefined, to: "present", rule });
    else yield* walk({ path: place, desired: item, found: other, rule });
  }
  for (const extra of foundOrder.filter((candidate) => !wantedOrder.includes(candidate)))
    yield difference({ path: `${path}[${extra}]`, from: "present", to: undefined, rule });
  const common = (order: readonly string[]): string =>
    order.filter((item) => wantedOrder.includes(item) && foundOrder.includes(item)).join(", ");
  if (common(wantedOrder) !== common(foundOrder))
    yield difference({
      path: `${path} (order)`,
      from: common(foundOrder),
      to: common(wantedOrder),
      rule,
    });
}

/** What may be told of a value in a secret's place; a service's description seals what is secret in it. */
function shownOf(found: unknown): unknown {
  return found === undefined || found instanceof Secret ? found?.toString() : "***";
}

function difference({
  path,
  from,
  to,
  rule,
}: {
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly rule: DifferenceRule;
}): Difference {
  const replaces = rule.replaces?.some(
    (prefix) => path === prefix || path.startsWith(`${prefix}.`),
  );
  return { path, from, to, effect: replaces === true ? "replace" : "update" };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}
