import { basename, dirname, resolve } from "node:path";
import type { Invocation, Mode, MomentoKeyFile } from "../cli/command.ts";
import { GLOBAL_FLAGS, KEY_FLAGS } from "../cli/flags.ts";
import { parseFlags, type RawFlags } from "../cli/parse-flags.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { jsonOrNothing } from "../config/text/parse-json.ts";
import { booleanOf } from "../config/text/words.ts";
import type { Context } from "../context.ts";
import { readIfThere } from "../core/state/read-text.ts";
import { specFilePath } from "./config-file.ts";

const SANDBOX = "LIVE_ORIGIN_SANDBOX";

/**
 * Reads what is not a setting of the Spec but may be given outside the command line too: the mode (LIVE_ORIGIN_SANDBOX, else
 * `sandbox` in the file) and the Momento key's file (`momentoKeyFile` in the file, unless the environment holds a key). Throws
 * INVALID_VALUE for a mode that is neither true nor false.
 */
export async function readMode(
  raw: RawFlags,
  context: Pick<Context, "cwd" | "env">,
): Promise<Pick<Invocation, "mode" | "momentoKeyFile">> {
  const flags = { ...parseFlags(GLOBAL_FLAGS, raw), ...parseFlags(KEY_FLAGS, raw) };
  const path = specFilePath(context, flags);
  const file = await fileSays(path);
  const said = modeFrom(context.env) ?? modeIn(path, file["sandbox"]);
  const mode: Mode =
    flags.sandbox === undefined
      ? {
          isRehearsal: said?.is === true,
          saidBy: said?.by,
          isRehearsalElsewhere: said?.is === true,
        }
      : { ...typedMode(flags.sandbox), isRehearsalElsewhere: said?.is === true };
  const hasKey = (context.env["MOMENTO_API_KEY"] ?? "") !== "";
  return {
    mode,
    momentoKeyFile: keyFile(
      flags.momentoKeyFile,
      hasKey ? undefined : file["momentoKeyFile"],
      path,
    ),
  };
}

/** What `--sandbox` or `--no-sandbox` says. */
export function typedMode(isRehearsal: boolean): Pick<Mode, "isRehearsal" | "saidBy"> {
  return { isRehearsal, saidBy: isRehearsal ? "--sandbox" : "--no-sandbox" };
}

/** Does the command line itself say whether this is a rehearsal? */
export function isModeTyped({ saidBy }: Mode): boolean {
  return saidBy === "--sandbox" || saidBy === "--no-sandbox";
}

function keyFile(
  typed: string | undefined,
  inFile: unknown,
  specPath: string,
): MomentoKeyFile | undefined {
  if (typed !== undefined) return { path: typed, saidBy: "--momento-key-file", isShared: false };
  if (typeof inFile !== "string") return undefined;
  return {
    path: resolve(dirname(specPath), inFile),
    saidBy: `momentoKeyFile in ${basename(specPath)}:`,
    isShared: true,
  };
}

type Said = { readonly is: boolean; readonly by: Mode["saidBy"] };

function modeFrom(env: Context["env"]): Said | undefined {
  const text = env[SANDBOX] ?? "";
  if (text.trim() === "") return undefined;
  const is = booleanOf(text);
  if (is === undefined) throw notABoolean(SANDBOX, text, "unset it");
  return { is, by: SANDBOX };
}

function modeIn(path: string, value: unknown): Said | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "boolean") throw notABoolean(`sandbox in ${path}`, value, "take it out");
  return { is: value, by: "live-origin.json" };
}

/** A file that is missing or not JSON is reported by the command that needs it. */
async function fileSays(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readIfThere(path).catch(() => undefined);
  const tree = jsonOrNothing(text ?? "{}");
  return typeof tree === "object" && tree !== null && !Array.isArray(tree) ? { ...tree } : {};
}

function notABoolean(what: string, value: unknown, otherwise: string): LiveOriginError {
  return new LiveOriginError({
    code: "INVALID_VALUE",
    message: `${what} must be true or false, not ${JSON.stringify(value)}.`,
    hint: `Set it to true to rehearse, to false for the clouds, or ${otherwise}.`,
    resource: "--sandbox",
    exitCode: EXIT.usage,
  });
}
