import { FIELD_PATHS } from "../fields/fields.ts";
import type { Sourced } from "./merged.ts";
import { type Config, configSchema } from "../schema/schema.ts";
import { allSettings } from "./spec-file.ts";
import { specFields } from "../fields/spec-fields.ts";
import type { Spec, SpecPart } from "../spec.ts";
import { getAt, isDeepEqual, treeOf } from "./tree.ts";

/** What is remembered of a stack: the settings that somebody or the place said, never a mere default. No secret is among them. */
export type Remembered = {
  readonly settings: Config;
  /** Which of them a Spec file said, by the file's path from the working folder. */
  readonly saidIn: Readonly<Record<string, readonly string[]>>;
  /** Of a rehearsal: its sandbox, whose addresses mean nothing in another. */
  readonly sandboxId?: string | undefined;
};

/** The Spec file as it is now; `tree` is undefined where there is none. */
export type FileNow = { readonly path: string; readonly tree: unknown };

/** A setting that a file said at the last run and says no more. */
export type RemovedSetting = {
  readonly path: string;
  readonly from: unknown;
  /** The default that it goes back to; undefined where there is none. */
  readonly to: unknown;
};

/** What a run keeps of its settings for the next one, and what it started from. */
export type SettingsMemory = {
  readonly remembered: Remembered;
  readonly removed: readonly RemovedSetting[];
  /** False where what the stack was made with is lost: nothing is remembered, and no file says all of it. */
  readonly isKnown: boolean;
};

/** Where a stack is, which no file moves by saying nothing. */
const FIXED = ["name", "region"];

/** What there is to remember of a run: `given` are all values that some source gave, `spec` is what they made. */
export function toRemember(
  given: ReadonlyMap<string, Sourced>,
  spec: Spec,
  { file, before }: { readonly file: FileNow; readonly before: Remembered | undefined },
): Remembered {
  const paths = specFields(spec).filter((path) => given.has(path) && path !== "name");
  const saidIn: Record<string, string[]> = {};
  for (const path of paths) {
    const by = given.get(path)?.source;
    const said = by === "file" ? file.path : by === "remembered" ? fileOf(before, path) : undefined;
    if (said !== undefined) (saidIn[said] ??= []).push(path);
  }
  const url = "channel.input.url";
  // A file of this machine was made a whole URL meanwhile, which holds from every folder.
  const valueOf = (path: string): unknown =>
    (path === url ? getAt(spec, path) : undefined) ?? given.get(path)?.value;
  const settings = treeOf([
    ["name", spec.name],
    ...paths.map((path) => [path, valueOf(path)] as const),
  ]);
  return { settings: configSchema.parse(settings), saidIn };
}

/**
 * What of the remembered settings still holds beside the file as it is now: a key of `parts` that the same file said then and
 * lacks now does not. A file that is gone says nothing, and takes nothing back.
 */
export function standing(
  { settings, saidIn }: Remembered,
  { path: filePath, tree }: FileNow,
  parts: readonly SpecPart[],
): { readonly settings: Config; readonly removed: readonly string[] } {
  const said = tree === undefined ? [] : (saidIn[filePath] ?? []);
  const removed = said.filter(
    (path) =>
      getAt(tree, path) === undefined &&
      !FIXED.includes(path) &&
      parts.some((part) => path.startsWith(`${part}.`)),
  );
  const { name: _, ...known } = settings;
  if (removed.length === 0) return { settings: known, removed };
  const kept = leaves(known).filter(([path]) => !removed.includes(path));
  // What is left of an input means nothing without its type.
  const isBare = removed.includes("channel.input.type");
  const left = kept.filter(([path]) => !(isBare && path.startsWith("channel.input.")));
  return { settings: configSchema.parse(treeOf(left)), removed };
}

/**
 * The remembered settings without the region and the input that the place suggests as well: these are the place's own, and no
 * file or command that is written for elsewhere shall hold them.
 */
export function besideSuggested(settings: Config | undefined, suggested: unknown): unknown {
  if (settings === undefined) return undefined;
  const { region, channel, ...others } = settings;
  const { input, ...rest } = channel ?? {};
  const isSuggested = (path: string, value: unknown): boolean =>
    value === undefined || isDeepEqual(value, getAt(suggested, path));
  return {
    ...others,
    ...(isSuggested("region", region) ? {} : { region }),
    channel: isSuggested("channel.input", input) ? rest : { ...rest, input },
  };
}

/** Of the keys that are gone from the file, those that nobody else says now and whose value changes by that. */
export function changedByRemoval(
  removed: readonly string[],
  { settings }: Remembered,
  now: { readonly spec: Spec; readonly sources: Readonly<Record<string, string>> },
): readonly RemovedSetting[] {
  const values = new Map(allSettings(now.spec));
  return removed
    .filter((path) => (now.sources[path] ?? "default") === "default")
    .map((path) => ({ path, from: getAt(settings, path), to: values.get(path) }))
    .filter(({ from, to }) => !isDeepEqual(from, to));
}

function fileOf(before: Remembered | undefined, path: string): string | undefined {
  return Object.entries(before?.saidIn ?? {}).find(([, paths]) => paths.includes(path))?.[0];
}

function leaves(config: Config): readonly (readonly [string, unknown])[] {
  return FIELD_PATHS.map((path) => [path, getAt(config, path)] as const).filter(
    ([, value]) => value !== undefined,
  );
}
