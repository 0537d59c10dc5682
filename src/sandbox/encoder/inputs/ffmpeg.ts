import { access, constants, stat } from "node:fs/promises";
import { join, posix, win32 } from "node:path";

/** Where ffmpeg is, or what to tell the user who has none. */
type FfmpegAvailability =
  | { readonly available: true; readonly path: string }
  | { readonly available: false; readonly message: string; readonly hint: string };

/** Where to look, as tests give it. */
type FfmpegSearch = {
  readonly searchPath?: string;
  readonly platform?: NodeJS.Platform;
};

/**
 * Looks for ffmpeg: the given path, else the folders of PATH; on Windows for `ffmpeg.exe`, because a script of that name could
 * be started by a shell only. `"none"` means to do without, as if it were not installed. Starts nothing; for a command's early
 * check as well as for the encoder.
 */
export async function ffmpegAvailability(
  option?: string,
  { searchPath = process.env["PATH"] ?? "", platform = process.platform }: FfmpegSearch = {},
): Promise<FfmpegAvailability> {
  if (option === "none") return missing("ffmpeg is switched off");
  if (option !== undefined) {
    if (await isExecutable(option)) return { available: true, path: option };
    return missing(`${option} is not an executable file`);
  }
  const isWindows = platform === "win32";
  const entries = searchPath.split(isWindows ? win32.delimiter : posix.delimiter);
  for (const entry of entries.filter((each) => each !== "")) {
    // Windows lets a folder of PATH stand in quotes.
    const folder = isWindows ? entry.replaceAll('"', "") : entry;
    const path = join(folder, isWindows ? "ffmpeg.exe" : "ffmpeg");
    if (await isExecutable(path)) return { available: true, path };
  }
  return missing("ffmpeg was not found in PATH");
}

function missing(why: string): FfmpegAvailability {
  return {
    available: false,
    message: `${why}: real inputs (files, RTMP, RTP, SRT, HLS) cannot be encoded without it; the sandbox's own test pattern can`,
    hint: "apt-get install ffmpeg   (macOS: brew install ffmpeg; Windows: winget install ffmpeg)",
  };
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
