import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * Where a program of Debian's is in PATH. Rejects when it is missing: a test that needs it must not pass without it.
 */
export async function requireTool(name: "chromium" | "ffmpeg" | "mpv"): Promise<string> {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new Error(`${name} is not installed, and this test plays with it: apt-get install ${name}`);
}
