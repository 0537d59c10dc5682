import type { Context } from "../context.ts";
import type { Invocation } from "./command.ts";

/** May this run ask? Only a person at a terminal is asked: never in CI, by a coding agent, with `--json` or with `--no-input`. */
export function isInteractive({ context, flags }: Invocation): boolean {
  const { stdin, stderr, env } = context;
  return (
    stdin.isTTY === true &&
    stderr.isTTY === true &&
    !isCi(env) &&
    !isAgent(env) &&
    flags.json !== true &&
    flags.noInput !== true
  );
}

/** What coding agents set for the commands that they run, so that nobody is asked who cannot answer. */
const AGENTS = [
  "AI_AGENT",
  "AUGMENT_AGENT",
  "CLAUDECODE",
  "CLAUDE_CODE",
  "CODEX_SANDBOX",
  "CURSOR_AGENT",
  "GEMINI_CLI",
  "OPENCODE",
];

/** Does a coding agent run this? Then nothing is asked, and all else is as ever. */
function isAgent(env: Context["env"]): boolean {
  return AGENTS.some((name) => !["", "false", "0"].includes(env[name] ?? ""));
}

/** Does a machine run this? `CI` is set to `false` or `0` where it is not. */
export function isCi(env: Context["env"]): boolean {
  return !["", "false", "0"].includes(env["CI"] ?? "");
}
