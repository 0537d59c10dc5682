import { printableLine } from "../config/text/printable.ts";
import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { readIfThere } from "../core/state/read-text.ts";
import { parseJson } from "../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { GlobalFlags } from "../cli/flags.ts";

/** The Spec's usual name, to be committed. */
const SPEC_FILE = "live-origin.json";

/** The Spec file as it is named, and by what: `--config`, else LIVE_ORIGIN_CONFIG, else nothing but its usual name. */
export function specFileName(
  { env }: Pick<Context, "env">,
  { config }: Pick<GlobalFlags, "config">,
): { readonly name: string; readonly by: "--config" | "LIVE_ORIGIN_CONFIG" | undefined } {
  if (config !== undefined) return { name: config, by: "--config" };
  const named = env["LIVE_ORIGIN_CONFIG"] ?? "";
  return named === ""
    ? { name: SPEC_FILE, by: undefined }
    : { name: named, by: "LIVE_ORIGIN_CONFIG" };
}

/** Where the Spec file is, or would be. */
export function specFilePath(
  context: Pick<Context, "cwd" | "env">,
  flags: Pick<GlobalFlags, "config">,
): string {
  return resolve(context.cwd, specFileName(context, flags).name);
}

/**
 * Reads the Spec file: `--config`, else LIVE_ORIGIN_CONFIG, else `live-origin.json` where there is one. Undefined without
 * any. Throws USAGE when a named file is missing, SPEC_NOT_JSON when it is not JSON, and what reading throws, all exit 2.
 */
export async function readSpecFile(
  context: Pick<Context, "cwd" | "env">,
  flags: Pick<GlobalFlags, "config">,
): Promise<unknown> {
  const { name, by } = specFileName(context, flags);
  const path = specFilePath(context, flags);
  const text = await readIfThere(path, { namedBy: by ?? SPEC_FILE });
  if (text === undefined) {
    if (by === undefined) return undefined;
    throw new LiveOriginError({
      code: "USAGE",
      message: `${by} ${printableLine(name)} does not exist.`,
      hint: "Check the path, or leave it out to use flags and defaults.",
      resource: by,
      exitCode: EXIT.usage,
    });
  }
  try {
    return parseJson(text);
  } catch (error) {
    throw new LiveOriginError({
      code: "SPEC_NOT_JSON",
      message: `${path} is not JSON: ${error instanceof Error ? error.message : ""}.`,
      hint: "Fix the file there, then run the same command again.",
      resource: path,
      exitCode: EXIT.usage,
    });
  }
}
