import type { Context } from "../context.ts";
import type { Invocation } from "./command.ts";

/** May this run ask? Only a person at a terminal is asked: never in CI, with `--json` or with `--no-input`. */
export function isInteractive({ context, flags }: Invocation): boolean {
  const { stdin, stderr, env } = context;
  return (
    stdin.isTTY === true &&
    stderr.isTTY === true &&
    !isCi(env) &&
    flags.json !== true &&
    flags.noInput !== true
  );
}

/** Does a machine run this? `CI` is set to `false` or `0` where it is not. Pure. */
export function isCi(env: Context["env"]): boolean {
  return !["", "false", "0"].includes(env["CI"] ?? "");
}
