import { printableLine } from "../config/text/printable.ts";
import { resolve } from "node:path";
import type { Context } from "../context.ts";
import { readIfThere } from "../core/state/read-text.ts";
import { parseJson } from "../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { GlobalFlags } from "../cli/flags.ts";

/** The Spec's usual name, to be committed. */
export const SPEC_FILE = "live-origin.json";

/** Where the Spec file is, or would be: `--config`, else LIVE_ORIGIN_CONFIG, else the usual name. Pure. */
export function specFilePath(
  { cwd, env }: Pick<Context, "cwd" | "env">,
  flags: Pick<GlobalFlags, "config">,
): string {
  const named = flags.config ?? env["LIVE_ORIGIN_CONFIG"];
  return resolve(cwd, named ?? SPEC_FILE);
}

/**
 * Reads the Spec file: `--config`, else LIVE_ORIGIN_CONFIG, else `live-origin.json` where there is one. Undefined without
 * any. Throws USAGE when a named file is missing, SPEC_NOT_JSON when it is not JSON, and what reading throws, all exit 2.
 */
export async function readSpecFile(
  context: Pick<Context, "cwd" | "env">,
  flags: Pick<GlobalFlags, "config">,
): Promise<unknown> {
  const named = flags.config ?? context.env["LIVE_ORIGIN_CONFIG"];
  const path = specFilePath(context, flags);
  const text = await readIfThere(path, {
    namedBy: named === undefined ? SPEC_FILE : "--config",
  });
  if (text === undefined) {
    if (named === undefined) return undefined;
    throw new LiveOriginError({
      code: "USAGE",
      message: `--config ${printableLine(named)} does not exist.`,
      hint: "Check the path, or leave it out to use flags and defaults.",
      resource: "--config",
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
