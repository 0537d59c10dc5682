import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Where ffmpeg is, or what to tell the user who has none. */
export type FfmpegAvailability =
  | { readonly available: true; readonly path: string }
  | { readonly available: false; readonly message: string; readonly hint: string };

const EXECUTABLE = process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg";

/**
 * Looks for ffmpeg: the given path, else the folders of PATH. `"none"` means to do without, as if it were not installed.
 * Starts nothing; for a command's early check as well as for the encoder.
 */
export async function ffmpegAvailability(
  option?: string,
  searchPath: string = process.env["PATH"] ?? "",
): Promise<FfmpegAvailability> {
  if (option === "none") return missing("ffmpeg is switched off");
  if (option !== undefined) {
    if (await isExecutable(option)) return { available: true, path: option };
    return missing(`${option} is not an executable file`);
  }
  for (const folder of searchPath.split(delimiter).filter((entry) => entry !== "")) {
    const path = join(folder, EXECUTABLE);
    if (await isExecutable(path)) return { available: true, path };
  }
  return missing("ffmpeg was not found in PATH");
}

function missing(why: string): FfmpegAvailability {
  return {
    available: false,
    message: `${why}: real inputs (files, RTMP, RTP, SRT, HLS) cannot be encoded without it; the sandbox's own test pattern can`,
    hint: "apt-get install ffmpeg   (macOS: brew install ffmpeg)",
  };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
