import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Invocation } from "../cli/command.ts";
import { ourCommand } from "../cli/next-command.ts";
import { LiveOriginError } from "../config/failure.ts";
import { DEFAULT_NAME } from "../config/names.ts";
import { noStack } from "../core/state/no-stack.ts";
import { WORK_FOLDER } from "../core/state/work-folder.ts";
import { specFilePath } from "./config-file.ts";

/** What may say where else a stack is to be looked for. */
const ELSEWHERE =
  /^LIVE_ORIGIN_|^AWS_(?:DEFAULT_)?REGION$|^AWS_(?:CONFIG|SHARED_CREDENTIALS)_FILE$/;

/**
 * NO_STACK for a folder where nothing was ever made, when nothing tells where else to look: what gathering would find, without
 * the schemas and the SDK that it takes. Undefined where anything at all is to be read first.
 */
export async function nothingHere(
  invocation: Pick<Invocation, "context" | "mode" | "flags" | "typed">,
): Promise<LiveOriginError | undefined> {
  const { context, flags, mode, typed } = invocation;
  const { cwd, env, homeFolder } = context;
  const isTold =
    mode.isRehearsal ||
    ["config", "name", "region"].some((key) => typed[key] !== undefined) ||
    Object.keys(env).some((variable) => ELSEWHERE.test(variable));
  if (isTold) return undefined;
  const homes = [env["HOME"], env["USERPROFILE"], homeFolder].filter((home) => home !== undefined);
  for (const path of [
    join(cwd, WORK_FOLDER),
    specFilePath(context, flags),
    ...homes.flatMap((home) => ["config", "credentials"].map((file) => join(home, ".aws", file))),
  ])
    if (!(await isAbsent(path))) return undefined;
  return noStack({
    name: DEFAULT_NAME,
    isRehearsal: false,
    init: ourCommand(["init", "--name", DEFAULT_NAME], invocation),
    looked: "nowhere",
  });
}

async function isAbsent(path: string): Promise<boolean> {
  return access(path).then(
    () => false,
    (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT",
  );
}
