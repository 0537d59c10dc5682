import { z } from "zod";
import type { Remembered } from "../../config/resolve/remembered.ts";
import { jsonOrNothing } from "../../config/text/parse-json.ts";
import { configSchema } from "../../config/schema/schema.ts";
import { writeDurably } from "./durable-file.ts";
import { readIfThere } from "./read-text.ts";
import { keepOutOfGit, type StackFiles } from "./stack-files.ts";

/** The file is a Spec file with one member more, so that the settings in it can be read, and copied, as such. */
const appliedSpec = configSchema.extend({
  $remembered: z
    .strictObject({
      saidIn: z.record(z.string(), z.array(z.string())),
      sandboxId: z.string().optional(),
    })
    .optional(),
});

/** Remembers the settings of a plan that was consented to. They hold no secret by construction. Throws DISK_WRITE_FAILED. */
export async function writeApplied(
  cwd: string,
  files: StackFiles,
  { settings, ...$remembered }: Remembered,
): Promise<void> {
  await keepOutOfGit(cwd);
  await writeDurably(files.spec, `${JSON.stringify({ ...settings, $remembered }, null, 2)}\n`);
}

/** What is remembered; undefined when there is nothing, or nothing that can be read. Throws DISK_READ_FAILED. */
export async function readApplied(files: StackFiles): Promise<Remembered | undefined> {
  const text = await readIfThere(files.spec);
  const parsed = appliedSpec.safeParse(text === undefined ? undefined : jsonOrNothing(text));
  if (!parsed.success) return undefined;
  const { $remembered = { saidIn: {} }, ...settings } = parsed.data;
  return { settings, ...$remembered };
}
