import { continuation } from "../../config/text/command-lines.ts";
import { shellText } from "../../config/text/shell-text.ts";
import type { Context } from "../../context.ts";
import { textColumns } from "../../platform/text-columns.ts";
import { VERSION } from "../../version.ts";
import type { CommandInfo } from "../command.ts";
import type { AskedHelp } from "./asked-help.ts";
import { makeHelp } from "./make-help.ts";
import { renderHelp } from "./render-help.ts";

/** Help or the version as text. The package answers what is text from a file of its own, made by the same code. */
export function helpText(
  asked: AskedHelp,
  commands: readonly CommandInfo[],
  { env, program, shell, stdout }: Context,
): string {
  return renderHelp(makeHelp(commands, VERSION), asked, {
    columns: textColumns(stdout, env),
    program: shellText(program, shell),
    continues: continuation(shell),
  });
}
