import { judgeDraft } from "./compatibility.ts";
import { type Draft, draftOf, missingInput } from "./draft.ts";
import { fieldAt } from "../fields/fields.ts";
import { INPUT_TYPES } from "../fields/choices.ts";
import { type Layer, environmentLayer, flagLayer, treeLayer } from "./layer.ts";
import { mergeLayers } from "./merge.ts";
import type { Merged, Sourced } from "./merged.ts";
import type { Missing, Problem, Resolution, Source, Warning } from "./resolution.ts";
import { type Finding, isProblem } from "../rules/rule.ts";
import { type Config, configSchema } from "../schema/schema.ts";
import { orList } from "../text/words.ts";
import type { Spec, SpecPart } from "../spec.ts";
import { specFields } from "../fields/spec-fields.ts";
import { deepFreeze, overlap, treeOf } from "./tree.ts";

/** Where values come from, in this order of precedence: answers, flags, environment, file, remembered settings, defaults. */
export type ResolveInput = {
  /** The wizard's answers so far, in the form of the file. Their source is `flag`, because a flag could have said it. */
  readonly answers?: unknown;
  /** By camelCase keys: strings, booleans, arrays. A negatable flag must not carry a default. */
  readonly flags: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The parsed `live-origin.json`; undefined when there is none. */
  readonly file: unknown;
  /** In the form of the file: what the stack was last made with, where it is known. */
  readonly remembered?: unknown;
  /** In the form of the file: the sandbox's region and input, the AWS profile's region. */
  readonly defaults?: unknown;
  /** What the command needs; the input is asked for only with `channel`. */
  readonly parts: readonly SpecPart[];
};

/**
 * Makes the Spec: lays the sources over each other, applies the defaults, judges everything by the schema and by the
 * rules between fields. It never throws on data, whatever its shape: every problem and everything missing comes back at once.
 */
export function resolveSpec(input: ResolveInput): Resolution {
  const merged = mergeLayers(layersOf(input));
  const config = configOf(merged);
  const draft = draftOf(config);
  const findings = judgeDraft(draft, config, merged.invalid);
  const problems = [...merged.problems, ...findings.filter(isProblem).map(problemOf)];
  const missing = missingPaths(config, draft, input.parts)
    .filter((path) => !merged.invalid.some((bad) => overlap(bad, path)))
    .map(missingAt);
  const spec = specOf(draft);
  if (spec === undefined || problems.length + missing.length > 0)
    return { ok: false, problems, missing };
  return {
    ok: true,
    spec: deepFreeze(spec),
    sources: sourcesOf(spec, merged),
    warnings: findings.flatMap(warningOf),
  };
}

/** What is given so far, before defaults: the valid values of all sources by field path, for echoing instead of asking. */
export function givenSettings(input: ResolveInput): ReadonlyMap<string, Sourced> {
  return mergeLayers(layersOf(input)).values;
}

/** The settings so far in the form of the file, and the Spec they would make; both for questions and previews. */
export function settingsSoFar(input: ResolveInput): {
  readonly config: Config;
  readonly draft: Draft;
} {
  const config = configOf(mergeLayers(layersOf(input)));
  return { config, draft: draftOf(config) };
}

function layersOf({
  answers,
  flags,
  env,
  file,
  remembered,
  defaults,
}: ResolveInput): readonly Layer[] {
  return [
    treeLayer("flag", answers),
    flagLayer(flags),
    environmentLayer(env),
    treeLayer("file", file),
    treeLayer("remembered", remembered),
    treeLayer("default", defaults),
  ];
}

function configOf({ values }: Merged): Config {
  return configSchema.parse(treeOf([...values].map(([path, { value }]) => [path, value] as const)));
}

function specOf({ region, ...draft }: Draft): Spec | undefined {
  return region === undefined ? undefined : { ...draft, region };
}

function missingPaths(config: Config, draft: Draft, parts: readonly SpecPart[]): readonly string[] {
  return [
    ...(draft.region === undefined ? ["region"] : []),
    ...(parts.includes("channel") ? missingInput(config) : []),
  ];
}

function missingAt(path: string): Missing {
  const isInput = path === "channel.input";
  const { flag, variable, help } = fieldAt(isInput ? "channel.input.type" : path);
  return { path, flag, variable, what: isInput ? `${help}: ${orList(INPUT_TYPES)}` : help };
}

function problemOf({
  path,
  code,
  message,
  hint,
}: Extract<Finding, { readonly level: "problem" }>): Problem {
  return hint === undefined ? { path, code, message } : { path, code, message, hint };
}

function warningOf({ path, code, message, level }: Finding): readonly Warning[] {
  return level === "problem" ? [] : [{ path, code, message, level }];
}

function sourcesOf(spec: Spec, { values }: Merged): Readonly<Record<string, Source>> {
  return Object.fromEntries(
    specFields(spec).map((path) => [path, values.get(path)?.source ?? "default"]),
  );
}
