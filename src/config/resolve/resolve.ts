import { type Draft, draftOf } from "./draft.ts";
import { type Layer, environmentLayer, flagLayer } from "./layer.ts";
import { mergeLayers } from "./merge.ts";
import type { Sourced } from "./merged.ts";
import type { Resolution } from "./resolution.ts";
import { configOf, resolveLayers } from "./resolve-layers.ts";
import { treeLayer } from "./tree-layer.ts";
import type { Config } from "../schema/schema.ts";
import type { SpecPart } from "../spec.ts";

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

/** Makes the Spec of all sources. It never throws on data, whatever its shape. */
export function resolveSpec(input: ResolveInput): Resolution {
  return resolveLayers(layersOf(input), input.parts);
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
