import type { Draft } from "./draft.ts";
import { type ResolveInput, settingsSoFar } from "./resolve.ts";
import { configSchema } from "../schema/schema.ts";
import { specFields } from "../fields/spec-fields.ts";
import { allSettings } from "./spec-file.ts";
import type { Spec } from "../spec.ts";
import { getAt, isDeepEqual, treeOf } from "./tree.ts";

/**
 * The settings that must be said so that `said` (a file, variables, what the place suggests) comes out as this Spec: as few as
 * possible, by field path, in the order of the field table. Defaults are among them where `said` says otherwise.
 */
export function settingsBeside(spec: Spec, said: ResolveInput): ReadonlyMap<string, unknown> {
  const plain = settingsSoFar(said).draft;
  const type = "channel.input.type";
  // A default may follow from another setting, so that one which is right now goes wrong when the other is said.
  const kept = new Map(allSettings(spec));
  for (const [path, value] of [...kept]) {
    // Its members would bring it back here, and mean nothing without it on a command line.
    if (path === type && !isDeepEqual(getAt(plain, type), value)) continue;
    kept.delete(path);
    if (!comesOut(spec, said, kept)) kept.set(path, value);
  }
  const order = specFields(spec);
  return new Map(
    [...kept].toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right)),
  );
}

function comesOut(spec: Spec, said: ResolveInput, kept: ReadonlyMap<string, unknown>): boolean {
  const draft = withAnswers(spec, said, kept);
  if (draft === undefined) return false;
  return specFields(spec).every((path) => isDeepEqual(getAt(draft, path), getAt(spec, path)));
}

function withAnswers(
  spec: Spec,
  said: ResolveInput,
  kept: ReadonlyMap<string, unknown>,
): Draft | undefined {
  const type = spec.channel.input?.type;
  // A member of an input means nothing without its type.
  const typed = [...kept.keys()].some((path) => path.startsWith("channel.input."))
    ? [["channel.input.type", type] as const]
    : [];
  const answers = configSchema.safeParse(treeOf([...typed, ...kept]));
  return answers.success ? settingsSoFar({ ...said, answers: answers.data }).draft : undefined;
}
