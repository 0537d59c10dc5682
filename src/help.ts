import { type AskedHelp, askedHelp } from "./cli/help/asked-help.ts";
import type { HelpModel } from "./cli/help/help-model.ts";
import { renderHelp } from "./cli/help/render-help.ts";
import { continuation } from "./config/text/command-lines.ts";
import { shellText } from "./config/text/shell-text.ts";
import { withUpperCaseNames } from "./platform/environment.ts";
import { isPlainOutput, takesBytes, writeAtOnce } from "./platform/plain-output.ts";
import { programWords } from "./platform/program-words.ts";
import { shellOf } from "./platform/shell.ts";
import { textColumns } from "./platform/text-columns.ts";

/** A {@link HelpModel} as JSON, which is read faster than code. Set by the build. */
declare const LIVE_ORIGIN_HELP: string;

/**
 * Writes what a command line gets that asks for help or the version, without the program itself. Gives what could not be
 * written at once; undefined where it asks for anything else, or for JSON.
 */
export function writeHelp(run: NodeJS.Process): string | Uint8Array | undefined {
  const model = JSON.parse(LIVE_ORIGIN_HELP) as HelpModel;
  const asked = askedHelp(
    run.argv.slice(2),
    model.commands.map(({ name }) => name),
  );
  if (asked === undefined || asked.isJson) return undefined;
  const text = asked.about === "version" ? `${model.version}\n` : pageFor(run, model, asked);
  return takesBytes() ? writeAtOnce(text) : text;
}

function pageFor(run: NodeJS.Process, model: HelpModel, asked: AskedHelp): string {
  const shell = shellOf(run.env);
  const words = programWords({
    script: run.argv[1] ?? "",
    cwd: run.cwd(),
    env: withUpperCaseNames(run.env),
  });
  return renderHelp(model, asked, {
    columns: textColumns(isPlainOutput() ? {} : run.stdout, run.env),
    program: shellText(words, shell),
    continues: continuation(shell),
  });
}
