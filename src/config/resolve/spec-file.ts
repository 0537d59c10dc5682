import { defaultMaxVideoKbps } from "../ladder/bitrate.ts";
import { draftOf } from "./draft.ts";
import { type Config, type RungEntry, configSchema } from "../schema/schema.ts";
import { specFields } from "../fields/spec-fields.ts";
import type { Rung, Spec } from "../spec.ts";
import { getAt, isDeepEqual, treeOf } from "./tree.ts";

/**
 * The settings of a Spec that differ from the defaults, by field path, in the order of the field table. Defaults that
 * depend on other settings (the GOP, the master playlist, the stream name) are left out when they would come out the same.
 */
export function nonDefaultSettings(spec: Spec): ReadonlyMap<string, unknown> {
  const settings = allSettings(spec);
  const kept = new Map(settings);
  const wanted = draftFrom(kept);
  for (const [path, value] of settings) {
    kept.delete(path);
    if (!isDeepEqual(draftFrom(kept), wanted)) kept.set(path, value);
  }
  const order = specFields(spec);
  return new Map(
    [...kept].toSorted(([left], [right]) => order.indexOf(left) - order.indexOf(right)),
  );
}

/**
 * A Spec as `live-origin.json` holds it: name, region, input and whatever differs from the defaults. Resolving it gives the
 * same Spec again. `schema` is what `$schema` says, for editors.
 */
export function specFile(
  spec: Spec,
  options: { readonly schema?: string | undefined } = {},
): Config {
  const head: readonly (readonly [string, unknown])[] = [
    ...(options.schema === undefined ? [] : [["$schema", options.schema] as const]),
    ["name", spec.name],
  ];
  return configSchema.parse(treeOf([...head, ...nonDefaultSettings(spec)]));
}

/** Every setting of a Spec that has a value, by field path; a ladder by its name where it has one. */
export function allSettings(spec: Spec): readonly (readonly [string, unknown])[] {
  return specFields(spec)
    .map((path) => [path, path === "channel.ladder" ? ladderOf(spec) : getAt(spec, path)] as const)
    .filter(([, value]) => value !== undefined);
}

function ladderOf({ channel }: Spec): string | readonly RungEntry[] {
  return channel.ladderName === "custom" ? channel.ladder.map(rungEntry) : channel.ladderName;
}

/** A rung with only what its defaults would not bring back. */
export function rungEntry(rung: Rung): RungEntry {
  const { nameModifier, maxVideoKbps, pixelAspect, ...entry } = rung;
  const [width, height] = pixelAspect;
  const isSquare = width === 1 && height === 1;
  const isUsualPeak = maxVideoKbps === defaultMaxVideoKbps(rung.videoKbps);
  return {
    ...entry,
    ...(nameModifier === `_${rung.name}` ? {} : { nameModifier }),
    ...(maxVideoKbps === undefined || isUsualPeak ? {} : { maxVideoKbps }),
    ...(isSquare ? {} : { pixelAspect: [width, height] }),
  };
}

function draftFrom(settings: ReadonlyMap<string, unknown>): unknown {
  const tree = treeOf(settings);
  const config = configSchema.safeParse(tree);
  // Without its type the other members of an input mean nothing, so the type is never left out.
  return config.success ? draftOf(config.data) : undefined;
}
