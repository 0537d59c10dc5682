import type { Invocation } from "./command.ts";

/** May this run ask? Only a person at a terminal is asked: never in CI, with `--json` or with `--no-input` (DESIGN §8). */
export function isInteractive({ context, flags }: Invocation): boolean {
  const { stdin, stderr, env } = context;
  const isCi = (env["CI"] ?? "") !== "" && env["CI"] !== "false" && env["CI"] !== "0";
  return (
    stdin.isTTY === true &&
    stderr.isTTY === true &&
    !isCi &&
    flags["json"] !== true &&
    flags["noInput"] !== true
  );
}
