import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { cleanEnv, runCli } from "../../integration/support/cli.ts";

const run = promisify(execFile);

/** Words that a shell offers for a line whose cursor is at its end. */
export type Complete = (line: string) => Promise<readonly string[]>;

async function script(shell: string, cwd: string): Promise<string> {
  const { stdout } = await runCli(["completion", shell], { cwd });
  const path = join(cwd, `completion.${shell}`);
  await writeFile(path, stdout);
  return path;
}

/** Asks a real fish, which completes a line without being typed at. */
export async function fish(cwd: string): Promise<Complete> {
  const path = await script("fish", cwd);
  return async (line) => {
    const { stdout, stderr } = await run(
      "fish",
      ["--no-config", "-c", `source ${path}; complete -C'${line}'`],
      { cwd, env: cleanEnv(cwd) },
    );
    if (stderr !== "") throw new Error(stderr);
    return stdout
      .split("\n")
      .filter((each) => each !== "")
      .map((each) => each.split("\t")[0] ?? "");
  };
}

/** Types at a real zsh under a pseudo-terminal and presses Tab; what is offered is written down on its way. */
export async function zsh(cwd: string, load?: string): Promise<Complete> {
  const path = await script("zsh", cwd);
  const out = join(cwd, "offered");
  const setup = [
    load ?? `source ${path}`,
    `compadd() { local -a offered; builtin compadd -O offered "$@"; print -rl -- $offered >> ${out}; builtin compadd "$@"; }`,
    'offer() { zle complete-word; print -n "<""OFFERED>"; }; zle -N offer; bindkey "^I" offer',
    'setopt no_beep; unsetopt auto_list; PS1="<""PROMPT>"',
  ].join("\n");
  await writeFile(join(cwd, ".zshrc"), `${setup}\n`);
  return (line) =>
    new Promise((resolve, reject) => {
      const pty = spawn("zsh", ["-i"], {
        name: "xterm",
        cols: 200,
        rows: 50,
        cwd,
        env: { ...cleanEnv(cwd), ZDOTDIR: cwd },
      });
      let said = "";
      let step = 0;
      // Ctrl-U empties the line.
      const steps = [`${line}\t`, "\u0015exit\r"];
      pty.onData((chunk) => {
        said += stripVTControlCharacters(chunk);
        if (step === 0 && said.includes("<PROMPT>")) pty.write(steps[step++] ?? "");
        if (step === 1 && said.includes("<OFFERED>")) pty.write(steps[step++] ?? "");
      });
      pty.onExit(() => {
        readFile(out, "utf8")
          .catch(() => "")
          .then(async (text) => {
            await rm(out, { force: true });
            return [...new Set(text.split("\n").filter((each) => each !== ""))];
          })
          .then(resolve, () => reject(new Error(said)));
      });
    });
}
