import { relative } from "node:path";
import type { FileNow, Remembered } from "../config/resolve/remembered.ts";
import { standing } from "../config/resolve/remembered.ts";
import type { Config } from "../config/schema/schema.ts";
import { SPEC_PARTS, type SpecPart } from "../config/spec.ts";
import type { Invocation } from "../cli/command.ts";
import { readApplied } from "../core/state/applied-spec.ts";
import { readState, type StackFiles, stackFiles } from "../core/state/stack-files.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";
import { specFilePath } from "./config-file.ts";
import { nameOrDefault } from "./stack-name.ts";

/** What a run starts from. */
export type StartingPoint = {
  readonly files: StackFiles;
  /** Undefined on a first run, and where it is lost. */
  readonly before: Remembered | undefined;
  /** What of it still holds beside the file. */
  readonly settings: Config | undefined;
  /** Keys that the same file said then and lacks now. */
  readonly removed: readonly string[];
  /** The parts of the stack that are there and whose settings are known. */
  readonly made: readonly SpecPart[];
  readonly file: FileNow;
};

/**
 * Finds the settings that the stack was last made with, per mode: of a rehearsal only those of the sandbox that runs. Keys of
 * `parts` that are gone from the file are gone from them. Throws DISK_READ_FAILED.
 */
export async function startingPoint(
  invocation: Invocation,
  {
    tree,
    parts,
    rehearsal,
  }: {
    /** The Spec file as it was read. */
    readonly tree: unknown;
    readonly parts: readonly SpecPart[];
    readonly rehearsal: SandboxFile | undefined;
  },
): Promise<StartingPoint> {
  const { context, mode } = invocation;
  const { isRehearsal } = mode;
  const files = stackFiles(context.cwd, nameOrDefault(invocation, tree), isRehearsal);
  const file = fileNow(invocation, tree);
  const found = await readApplied(files);
  const isAnothers = isRehearsal && (rehearsal === undefined || found?.sandboxId !== rehearsal.id);
  const before = isAnothers ? undefined : found;
  if (before === undefined)
    return { files, before: undefined, settings: undefined, removed: [], made: [], file };
  return { files, before, ...standing(before, file, parts), made: await madeParts(files), file };
}

/** A state that cannot be read is refused, or rebuilt, where the stack is opened. */
async function madeParts(files: StackFiles): Promise<readonly SpecPart[]> {
  const state = await readState(files).catch(() => undefined);
  const { cache, channel, distribution } = state?.resources ?? {};
  const made = { origin: cache, channel, cdn: distribution };
  return SPEC_PARTS.filter((part) => made[part] !== undefined);
}

/** The Spec file under the name that is remembered of it: its path from the working folder, the same on every machine. */
export function fileNow({ context, flags }: Invocation, tree: unknown): FileNow {
  const path = relative(context.cwd, specFilePath(context, flags));
  return { path: path.replaceAll("\\", "/"), tree };
}
