import { judgeDraft } from "./compatibility.ts";
import { type Draft, draftOf, missingInput } from "./draft.ts";
import { fieldAt } from "../fields/fields.ts";
import { INPUT_TYPES } from "../fields/choices.ts";
import type { Layer } from "./layer.ts";
import { mergeLayers } from "./merge.ts";
import type { Merged } from "./merged.ts";
import type { Missing, Problem, Resolution, Source, Warning } from "./resolution.ts";
import { type Finding, isProblem } from "../rules/rule.ts";
import type { Config } from "../schema/schema.ts";
import { orList } from "../text/words.ts";
import type { Spec, SpecPart } from "../spec.ts";
import { specFields } from "../fields/spec-fields.ts";
import { deepFreeze, overlap, treeOf } from "./tree.ts";

/**
 * Makes the Spec: lays the layers over each other, applies the defaults, judges by the rules between fields. Every problem and
 * everything missing comes back at once; `parts` are what the command needs.
 */
export function resolveLayers(layers: readonly Layer[], parts: readonly SpecPart[]): Resolution {
  const merged = mergeLayers(layers);
  const config = configOf(merged);
  const draft = draftOf(config);
  const findings = judgeDraft(draft, config, merged.invalid);
  const problems = [...merged.problems, ...findings.filter(isProblem).map(problemOf)];
  const missing = missingPaths(config, draft, parts)
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

/** The values in the form of the file. Each was judged where it came in, and those of the input together when it was merged. */
export function configOf({ values }: Merged): Config {
  return treeOf([...values].map(([path, { value }]) => [path, value] as const)) as Config;
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
