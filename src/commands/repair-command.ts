import { equivalentCommand, shellText } from "../spec/equivalent-command.ts";
import type { Source } from "../spec/resolution.ts";
import type { Spec } from "../spec/spec.ts";
import { specFields } from "../spec/spec-fields.ts";
import { getAt, isDeepEqual } from "../spec/tree.ts";
import type { Flags } from "./catalog.ts";
import type { KnownSettings } from "./known-settings.ts";
import { nextCommand, stageFlag } from "./next-command.ts";

/** What `init` finds by itself, without being told. */
export type SaidAnyway = {
  /** The Spec file, if it is for this stack. */
  readonly file: unknown;
  /** What the sandbox suggests; undefined in the clouds. */
  readonly suggested: unknown;
};

/**
 * The `init` that makes the stack what it was made to be. Settings that the file does not say are flags: a bare `init` would
 * put the defaults in their place. Pure.
 */
export function repairCommand(
  { spec, from }: KnownSettings,
  { file, suggested }: SaidAnyway,
  flags: Flags,
): string {
  if (from !== "applied") return nextCommand("init", spec.name, flags);
  const sources = Object.fromEntries(
    specFields(spec)
      .filter((path) => saysAnyway(spec, path, { file, suggested }))
      .map((path): readonly [string, Source] => [path, "default"]),
  );
  return shellText(equivalentCommand(spec, { sources })) + stageFlag(flags);
}

function saysAnyway(spec: Spec, path: string, { file, suggested }: SaidAnyway): boolean {
  const isInFile = getAt(file, path) !== undefined;
  return isInFile || isDeepEqual(getAt(suggested, path), getAt(spec, path));
}
