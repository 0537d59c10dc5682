import type { Field } from "../fields/field.ts";
import { readValue } from "../fields/field-value.ts";
import { FIELDS } from "../fields/fields.ts";
import { faultsOf } from "../fields/value-faults.ts";
import type { Problem, Source } from "./resolution.ts";

/** What one source gives: valid values by field path, and what is wrong with the others. */
export type Layer = {
  readonly source: Source;
  readonly values: ReadonlyMap<string, unknown>;
  readonly problems: readonly Problem[];
  /** Field paths that hold something invalid; rules that read them cannot judge. */
  readonly invalid: readonly string[];
};

type Given = { readonly field: Field; readonly raw: unknown; readonly label: string };

/** Reads the flags, by camelCase keys; undefined means not given. Keys that are no setting's are left alone. */
export function flagLayer(flags: Readonly<Record<string, unknown>>): Layer {
  return fieldLayer(
    "flag",
    (field) => (Object.hasOwn(flags, field.key) ? flags[field.key] : undefined),
    ({ flag }) => flag,
  );
}

/** Reads the `LIVE_ORIGIN_…` variables; an empty one counts as not given. */
export function environmentLayer(env: Readonly<Record<string, string | undefined>>): Layer {
  return fieldLayer(
    "environment",
    ({ variable }) =>
      Object.hasOwn(env, variable) && env[variable] !== "" ? env[variable] : undefined,
    ({ variable }) => variable,
  );
}

function fieldLayer(
  source: Source,
  find: (field: Field) => unknown,
  labelOf: (field: Field) => string,
): Layer {
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  const invalid = new Set<string>();
  for (const { field, raw, label } of givenFields(find, labelOf)) {
    const found = judgeField(field, raw, label);
    const twice: readonly Problem[] = values.has(field.path)
      ? [bothGiven(field.path, labelOf)]
      : [];
    problems.push(...found.problems, ...twice);
    if (found.problems.length + twice.length > 0) invalid.add(field.path);
    else values.set(field.path, found.value);
  }
  for (const path of invalid) values.delete(path);
  return { source, values, problems, invalid: [...invalid] };
}

function givenFields(
  find: (field: Field) => unknown,
  labelOf: (field: Field) => string,
): readonly Given[] {
  return FIELDS.map((field) => ({ field, raw: find(field), label: labelOf(field) })).filter(
    ({ raw }) => raw !== undefined,
  );
}

type Judged = { readonly value: unknown; readonly problems: readonly Problem[] };

function judgeField(field: Field, raw: unknown, label: string): Judged {
  const { path } = field;
  const reading = readValue(field, raw);
  if (!reading.ok) {
    const { message, hint } = reading;
    return {
      value: undefined,
      problems: [{ path, code: "INVALID_VALUE", message: `${label} ${message}`, hint }],
    };
  }
  const { value } = reading;
  const problems = faultsOf(field, value).map(({ at, message }) => ({
    path: [path, ...at].join("."),
    code: "INVALID_VALUE" as const,
    message: `${label} ${message}`,
  }));
  return { value, problems };
}

function bothGiven(path: string, labelOf: (field: Field) => string): Problem {
  const labels = FIELDS.filter((field) => field.path === path).map(labelOf);
  return {
    path,
    code: "GIVEN_TWICE",
    message: `${labels.join(" and ")} set the same thing in two ways`,
    hint: `Give only one of ${labels.join(" and ")}.`,
  };
}
