import { basename, dirname, resolve } from "node:path";
import type { Context } from "../context.ts";
import { jsonOrNothing } from "../config/text/parse-json.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import type { Flags } from "../cli/command.ts";
import { specFilePath } from "./config-file.ts";
import { readIfThere } from "../core/state/read-text.ts";

const SANDBOX = "LIVE_ORIGIN_SANDBOX";
// Where a key of commander's never is.
const SAID_BY = "sandbox said by";
const ELSEWHERE = "sandbox said elsewhere";
const KEY_FILE_SAID_BY = "momentoKeyFile said by";

/**
 * Fills in what is no setting of the Spec and yet asked at a terminal, where the command line does not say it: rehearsal or
 * real from LIVE_ORIGIN_SANDBOX, else from `sandbox` in the file; the Momento key's file from `momentoKeyFile` there, unless
 * the environment holds a key. Throws INVALID_VALUE for what is neither true nor false.
 */
export async function withModeFromElsewhere(
  flags: Flags,
  context: Pick<Context, "cwd" | "env">,
): Promise<Flags> {
  const { env } = context;
  const path = specFilePath(context, flags);
  const { sandbox, momentoKeyFile } = await fileSays(path);
  const said = stageFrom(env) ?? stageIn(path, sandbox);
  const hasKey = flags["momentoKeyFile"] !== undefined || (env["MOMENTO_API_KEY"] ?? "") !== "";
  return {
    ...flags,
    ...(said === undefined ? {} : { [ELSEWHERE]: said.is }),
    ...(flags["sandbox"] === undefined && said !== undefined
      ? { sandbox: said.is, [SAID_BY]: said.by }
      : {}),
    ...(!hasKey && typeof momentoKeyFile === "string"
      ? {
          momentoKeyFile: resolve(dirname(path), momentoKeyFile),
          [KEY_FILE_SAID_BY]: `momentoKeyFile in ${basename(path)}:`,
        }
      : {}),
  };
}

/** How it was said that this is a rehearsal, or that it is none. Pure. */
export function modeSaidBy(flags: Flags): string {
  const by = flags[SAID_BY];
  if (typeof by === "string") return by;
  return flags["sandbox"] === true ? "--sandbox" : "--no-sandbox";
}

/** Does the command line itself say whether this is a rehearsal? Pure. */
export function isModeTyped(flags: Flags): boolean {
  return flags["sandbox"] !== undefined && flags[SAID_BY] === undefined;
}

/** Do the environment or the file say that commands rehearse, whatever this command line says? Pure. */
export function isRehearsalElsewhere(flags: Flags): boolean {
  return flags[ELSEWHERE] === true;
}

/** What said where the Momento key's file is, as shown. Pure. */
export function keyFileSaidBy(flags: Flags): string {
  const by = flags[KEY_FILE_SAID_BY];
  return typeof by === "string" ? by : "--momento-key-file";
}

/** Was the key's file named by the Spec file, which may come from a colleague's machine, and not by the person who runs this? Pure. */
export function isKeyFileShared(flags: Flags): boolean {
  return flags[KEY_FILE_SAID_BY] !== undefined;
}

type Said = { readonly is: boolean; readonly by: string };

function stageFrom(env: Context["env"]): Said | undefined {
  const word = (env[SANDBOX] ?? "").trim().toLowerCase();
  if (word === "") return undefined;
  if (["true", "yes", "on", "1"].includes(word)) return { is: true, by: SANDBOX };
  if (["false", "no", "off", "0"].includes(word)) return { is: false, by: SANDBOX };
  throw notABoolean(SANDBOX, env[SANDBOX], "unset it");
}

function stageIn(path: string, value: unknown): Said | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== "boolean") throw notABoolean(`sandbox in ${path}`, value, "take it out");
  return { is: value, by: "live-origin.json" };
}

/** A file that is missing or no JSON is told by the command that needs it. */
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
