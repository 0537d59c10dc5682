import { LiveOriginError } from "../failure.ts";
import { failureOf } from "./resolution-failure.ts";
import { resolveSpec } from "./resolve.ts";
import { type Spec, SPEC_PARTS, type SpecPart } from "../spec.ts";

/** The settings of a stack that exists, and who says so: the last run that applied some, else a whole Spec file, else nobody. */
export type KnownSettings = {
  readonly spec: Spec;
  /** `nowhere`: the Spec is the defaults, which say nothing about this stack. */
  readonly from: "applied" | "file" | "nowhere";
};

/** What may say the settings: those that are remembered, and the Spec file of this name; undefined where there is none. */
type SettingsSources = {
  readonly applied: unknown;
  readonly file: unknown;
  /** What a sandbox adds where the file says nothing. */
  readonly suggested?: unknown;
};

const WITHOUT_CHANNEL: readonly SpecPart[] = ["origin", "cdn"];

/**
 * The settings of the stack `name` in `region`. What was applied counts also where it has no channel yet; a file counts only
 * when it says everything, since a person may have told the rest by flags. Throws what even the defaults would break.
 */
export function knownSettings(
  name: string,
  region: string,
  { applied, file, suggested }: SettingsSources,
): KnownSettings {
  const resolve = (
    tree: unknown,
    parts: readonly SpecPart[],
    defaults?: unknown,
  ): Spec | undefined => {
    const flags = { name, region };
    const resolution = resolveSpec({ flags, env: {}, file: tree, defaults, parts });
    return resolution.ok ? resolution.spec : undefined;
  };
  const fromApplied =
    applied === undefined
      ? undefined
      : (resolve(applied, SPEC_PARTS) ?? resolve(applied, WITHOUT_CHANNEL));
  if (fromApplied !== undefined) return { spec: fromApplied, from: "applied" };
  const fromFile = file === undefined ? undefined : resolve(file, SPEC_PARTS, suggested);
  if (fromFile !== undefined) return { spec: fromFile, from: "file" };
  return { spec: defaultSettings(name, region), from: "nowhere" };
}

/** Does this file say by itself what the whole stack is to be, its input included? */
export function saysWholeStack(
  { name, region }: Pick<Spec, "name" | "region">,
  file: unknown,
): boolean {
  return resolveSpec({ flags: { name, region }, env: {}, file, parts: SPEC_PARTS }).ok;
}

/** The defaults under this name: enough for what concerns only the place of a stack. Throws for an invalid name or region. */
export function defaultSettings(name: string, region: string): Spec {
  const flags = { name, region };
  const resolution = resolveSpec({ flags, env: {}, file: undefined, parts: WITHOUT_CHANNEL });
  if (resolution.ok) return resolution.spec;
  throw failureOf(resolution);
}

/** What a command says that would set resources back to the defaults. `would` names what it would do. */
export function settingsUnknown(name: string, would: string, init: string): LiveOriginError {
  return new LiveOriginError({
    code: "SETTINGS_UNKNOWN",
    message: `The settings that ${name} was made with are unknown here: its applied-spec.json is missing or damaged, and no live-origin.json holds them all. ${would}`,
    hint: `Give them once more, by flags or in live-origin.json, until this reports nothing to do; without --dry-run it then remembers them: ${init}`,
    resource: name,
  });
}
