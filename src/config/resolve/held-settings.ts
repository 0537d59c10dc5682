import { FIELDS } from "../fields/fields.ts";
import type { SpecPart } from "../spec.ts";
import type { Sourced } from "./merged.ts";
import type { Resolution } from "./resolution.ts";
import { givenSettings, type ResolveInput } from "./resolve.ts";
import { getAt, isDeepEqual } from "./tree.ts";

/** Where a stack is, and of whom its keys are: judged against the state by every command. */
const OF_EVERY_COMMAND = [
  "name",
  "region",
  "origin.endpoint",
  "origin.cache",
  "origin.accountUrl",
] as const;

/** A setting that a run was told and does not apply. */
export type HeldBack = Sourced & {
  readonly path: string;
  /** The part whose command applies it. */
  readonly part: SpecPart;
};

/**
 * The settings that a command for the part `own` leaves as they were applied: those of the other parts that are `made`. By
 * path, with the part that applies them: objects get their TTL from the channel that writes them.
 */
export function settingsHeld(
  own: SpecPart | undefined,
  made: readonly SpecPart[],
): ReadonlyMap<string, SpecPart> {
  if (own === undefined) return new Map();
  const applied = FIELDS.map(
    ({ path, part }) => [path, path === "origin.ttlSeconds" ? "channel" : part] as const,
  );
  return new Map(
    applied.filter(
      ([path, part]) =>
        part !== own && made.includes(part) && !OF_EVERY_COMMAND.some((each) => each === path),
    ),
  );
}

/** The sources without what they say of settings that are held. */
export function withoutHeld<Said extends Pick<ResolveInput, "flags" | "env" | "file">>(
  said: Said,
  held: ReadonlyMap<string, SpecPart>,
): Said {
  if (held.size === 0) return said;
  const fields = FIELDS.filter(({ path }) => held.has(path));
  const keys = new Set(fields.map(({ key }) => key));
  const variables = new Set(fields.map(({ variable }) => variable));
  return {
    ...said,
    flags: only(said.flags, (key) => !keys.has(key)),
    env: only(said.env, (name) => !variables.has(name)),
    file: withoutPaths(said.file, [...held.keys()]),
  };
}

/** What `asked`, made of all that was `said`, has otherwise than `applied` does, of the settings that are held. */
export function heldBack(
  { asked, said }: { readonly asked: unknown; readonly said: ResolveInput },
  applied: unknown,
  held: ReadonlyMap<string, SpecPart>,
): readonly HeldBack[] {
  const given = givenSettings(said);
  return [...held].flatMap(([path, part]) => {
    const by = given.get(path);
    if (by === undefined || by.source === "remembered" || by.source === "default") return [];
    return isDeepEqual(getAt(asked, path), getAt(applied, path)) ? [] : [{ path, part, ...by }];
  });
}

/** What does not go with settings that are held, told so that nobody looks for those among what was said. */
export function besideHeld(
  resolution: Extract<Resolution, { readonly ok: false }>,
): Extract<Resolution, { readonly ok: false }> {
  const why = "What another command applies counts as it was applied, whatever is said of it here.";
  const problems = resolution.problems.map(({ hint, ...problem }) => ({
    ...problem,
    hint: hint === undefined ? why : `${hint} ${why}`,
  }));
  return { ...resolution, problems };
}

function only<Value>(
  values: Readonly<Record<string, Value>>,
  isKept: (name: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name)));
}

/** The tree without its members at these paths; what is empty then, goes as well. */
function withoutPaths(tree: unknown, paths: readonly string[], at = ""): unknown {
  if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return tree;
  const kept = Object.entries(tree).flatMap(([name, value]: readonly [string, unknown]) => {
    const path = `${at}${name}`;
    const inner = paths.includes(path) ? undefined : withoutPaths(value, paths, `${path}.`);
    return inner === undefined ? [] : [[name, inner] as const];
  });
  return at !== "" && kept.length === 0 ? undefined : Object.fromEntries(kept);
}
