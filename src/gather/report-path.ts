import { access, constants, mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { diskWriteFailure } from "../core/state/durable-file.ts";
import { readIfThere } from "../core/state/read-text.ts";

/** How a report begins that an earlier run has written. */
const REPORT = /^(?:# What |\{\s*"version": )/;

/**
 * Where the report goes, without its ending. Looked at before anything is asked, because what is not written is lost with what it
 * cost. Throws USAGE for a file that is no report, DISK_READ_FAILED, DISK_WRITE_FAILED.
 */
export async function reportPath(cwd: string, out = "conformance"): Promise<string> {
  const path = resolve(cwd, (out.trim() || "conformance").replace(/\.(?:md|json)$/, ""));
  for (const file of [`${path}.json`, `${path}.md`]) {
    const text = await readIfThere(file);
    if (text !== undefined && !REPORT.test(text))
      throw new LiveOriginError({
        code: "USAGE",
        message: `${file} is not a conformance report, so it is not overwritten.`,
        hint: "Name another place: --out PATH.",
        resource: "--out",
        exitCode: EXIT.usage,
      });
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await access(dirname(path), constants.W_OK);
  } catch (error) {
    throw diskWriteFailure(path, error);
  }
  return path;
}
