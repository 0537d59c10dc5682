import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Shells that a printed command may be pasted into, as far as they are installed here. */
export const SHELLS: readonly string[] = ["sh", "bash", "zsh", "fish"].filter(
  (shell) => spawnSync(shell, ["-c", "exit 0"]).status === 0,
);

/** A NUL can be in no argument, so it parts them; the end of a command is a line of its own. */
const RECORD: Readonly<Record<string, (program: string) => string>> = {
  posix: (program) => `${program}() { printf '%s\\0' "$#" "$@"; }`,
  fish: (program) => `function ${program}; printf '%s\\0' (count $argv) $argv; end`,
};

/**
 * Gives commands to a shell, one a line, with their programs replaced by a function that tells its arguments, in the order
 * of the commands. Whatever else a command makes the shell run is not caught: look for its traces.
 */
export async function argumentsIn(
  shell: string,
  commands: readonly string[],
  {
    cwd,
    env,
    programs,
  }: { cwd: string; env?: Record<string, string>; programs: readonly string[] },
): Promise<readonly (readonly string[])[]> {
  const record = RECORD[shell === "fish" ? "fish" : "posix"];
  if (record === undefined) throw new Error("no such shell");
  // As where it is typed: `!` means something.
  const typing = shell === "bash" ? ["set -o history", "set -H"] : [];
  const script = [...typing, ...programs.map(record), ...commands, ""].join("\n");
  const flags = shell === "zsh" ? ["-f"] : shell === "fish" ? ["--no-config"] : [];
  const folder = await mkdtemp(join(tmpdir(), "live-origin-script-"));
  const file = join(folder, "script");
  await writeFile(file, script);
  const child = spawn(shell, [...flags, file], {
    cwd,
    env: { PATH: process.env["PATH"], HOME: folder, LANG: "C.UTF-8", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, error] = await Promise.all([collect(child.stdout), collect(child.stderr)]);
  await rm(folder, { recursive: true });
  if (error !== "") throw new Error(`${shell}: ${error.slice(0, 2_000)}`);
  return calls(out.split("\0").slice(0, -1));
}

function calls(told: readonly string[]): readonly (readonly string[])[] {
  const all: string[][] = [];
  for (let at = 0; at < told.length;) {
    const count = Number(told[at]);
    all.push(told.slice(at + 1, at + 1 + count));
    at += 1 + count;
  }
  return all;
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString("utf8");
}
