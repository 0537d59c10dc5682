import { folded } from "./fold.ts";
import type { Shell } from "./shell-text.ts";

/** A flag stays with its value. */
const FLAG_AND_VALUE = /(--[\w-]+) (?!-)(\S+)/g;
const QUOTED = /'[^']*'|"[^"]*"/g;
const KEPT = "\u00A0";

/** What tells a shell that a command goes on in the next line; undefined where nothing of the kind is sure. */
export function continuation(shell: Shell): string | undefined {
  return shell === "posix" ? "\\" : undefined;
}

/**
 * A command in lines of fewer than `columns` cells that can be copied as they are: any shell goes on reading after a pipe, else its
 * own sign tells it to; what is quoted stays together.
 */
export function commandLines(
  command: string,
  columns: number,
  continues: string | undefined,
): readonly string[] {
  if (command.length < columns) return [command];
  if (command.includes(" | ")) return command.split(/(?<=\|) /);
  if (continues === undefined || command.includes("\\")) return [command];
  const room = columns - 1 - continues.length;
  const quoted = command.replaceAll(QUOTED, (text) => text.replaceAll(" ", KEPT));
  const kept = quoted.replaceAll(FLAG_AND_VALUE, (both, flag: string, value: string) =>
    both.length < room ? `${flag}${KEPT}${value}` : both,
  );
  return folded(kept, room)
    .map((line) => line.replaceAll(KEPT, " "))
    .map((line, index, { length }) => (index < length - 1 ? `${line} ${continues}` : line));
}
