import { resolve } from "node:path";
import { writeDurably } from "../../core/state/durable-file.ts";
import { readIfThere } from "../../core/state/read-text.ts";
import { parseJson } from "../../config/text/parse-json.ts";
import { type Config, configSchema } from "../../config/schema/schema.ts";
import { isDeepEqual } from "../../config/resolve/tree.ts";
import { confirm } from "../../terminal/ask.ts";
import { shareFile } from "../../platform/files.ts";
import { PROMPTS } from "../../terminal/prompts.ts";
import type { Invocation } from "../../cli/command.ts";
import { specFileName } from "../config-file.ts";
import { remark } from "../../terminal/wrapped.ts";
import { portableFile } from "./portable-file.ts";
import type { Transcript } from "./transcript.ts";

/** After a wizard: offers to write the answers as `live-origin.json`, unless that is what it says already. */
export async function offerFile(
  { context, output, flags }: Invocation,
  transcript: Transcript | undefined,
): Promise<void> {
  if (transcript === undefined || flags.yes === true) return;
  const { name } = specFileName(context, flags);
  const path = resolve(context.cwd, name);
  const before = await readIfThere(path);
  const {
    sandbox,
    momentoKeyFile,
    $schema: _,
    ...saved
  } = before === undefined ? {} : parsed(before);
  const { $schema, ...settings } = transcript.file;
  if (before !== undefined && isDeepEqual(saved, settings)) return;
  // What is no setting of the Spec was written by hand, and stays.
  const file = portableFile({ $schema, sandbox, momentoKeyFile, ...settings });
  const saves = await confirm(context, {
    message: before === undefined ? PROMPTS.saveFile(name) : PROMPTS.saveChanges(name),
    yes: true,
  });
  if (!saves) return;
  await writeDurably(path, `${JSON.stringify(file, null, 2)}\n`);
  // Durable files are private; this one is to be committed and read by colleagues.
  await shareFile(path);
  output.line(
    remark(
      output.errStyle.green("✓"),
      `${name} is written. It holds no secret: commit it.`,
      context.stderr,
    ),
  );
}

function parsed(text: string): Config {
  return configSchema.parse(parseJson(text));
}
