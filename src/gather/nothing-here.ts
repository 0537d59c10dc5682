import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Invocation } from "../cli/command.ts";
import type { GlobalFlags } from "../cli/flags.ts";
import { ourCommand } from "../cli/next-command.ts";
import type { LiveOriginError } from "../config/failure.ts";
import { DEFAULT_NAME } from "../config/names.ts";
import type { Context } from "../context.ts";
import { noStack } from "../core/state/no-stack.ts";
import { WORK_FOLDER } from "../core/state/work-folder.ts";
import { noSandbox } from "../rehearsal/no-sandbox.ts";
import { specFileName, specFilePath } from "./config-file.ts";

/** What may say where else a stack is to be looked for. */
const ELSEWHERE =
  /^LIVE_ORIGIN_|^AWS_(?:DEFAULT_)?REGION$|^AWS_(?:CONFIG|SHARED_CREDENTIALS)_FILE$/;

/**
 * NO_STACK, in a rehearsal NO_SANDBOX, for a folder where nothing was ever made, when nothing tells where else to look: what
 * gathering would find, without the schemas and the SDK that it takes. Undefined where anything at all is to be read first.
 */
export async function nothingHere(
  invocation: Pick<Invocation, "context" | "mode" | "flags" | "typed">,
): Promise<LiveOriginError | undefined> {
  const { context, flags, mode, typed } = invocation;
  const { isRehearsal } = mode;
  const isTold =
    ["config", "name", "region"].some((key) => typed[key] !== undefined) ||
    Object.keys(context.env).some((variable) => ELSEWHERE.test(variable));
  if (isTold || !(await isNothingHere(context, flags))) return undefined;
  if (isRehearsal) return noSandbox();
  if (!(await isUnknownToAws(context))) return undefined;
  return noStack({
    name: DEFAULT_NAME,
    isRehearsal,
    init: ourCommand(["init", "--name", DEFAULT_NAME], invocation),
    looked: "nowhere",
  });
}

/** Was nothing ever made in this folder, and is there no Spec file? One that is named is to be read. */
export async function isNothingHere(
  context: Pick<Context, "cwd" | "env">,
  flags: Pick<GlobalFlags, "config">,
): Promise<boolean> {
  const isUsual = specFileName(context, flags).by === undefined;
  return (
    isUsual && (await isNothingMade(context)) && (await isAbsent(specFilePath(context, flags)))
  );
}

/** Was nothing ever made in this folder? */
export async function isNothingMade({ cwd }: Pick<Context, "cwd">): Promise<boolean> {
  return isAbsent(join(cwd, WORK_FOLDER));
}

/** What `status --all` says where nothing was made. */
export function noneMade(isRehearsal: boolean): string {
  return `No ${isRehearsal ? "rehearsal" : "stack"} was made in this folder.`;
}

/** Does this machine have no profile of AWS at all? */
export async function isUnknownToAws({
  env,
  homeFolder,
}: Pick<Context, "env" | "homeFolder">): Promise<boolean> {
  if (env["AWS_CONFIG_FILE"] !== undefined || env["AWS_SHARED_CREDENTIALS_FILE"] !== undefined)
    return false;
  const homes = [env["HOME"], env["USERPROFILE"], homeFolder].filter((home) => home !== undefined);
  for (const home of homes)
    for (const file of ["config", "credentials"])
      if (!(await isAbsent(join(home, ".aws", file)))) return false;
  return true;
}

async function isAbsent(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT",
  );
}
