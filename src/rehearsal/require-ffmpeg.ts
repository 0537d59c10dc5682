import { LiveOriginError } from "../config/failure.ts";
import type { Spec } from "../config/spec.ts";

/** The sandbox makes this one itself, with nothing installed. */
const TEST_PATTERN = /^http:\/\/127\.0\.0\.1(:\d+)?\/test-pattern\.mp4$/;

/**
 * A rehearsal encodes real input with ffmpeg: says so, and what to install, before anything is made.
 * Throws FFMPEG_MISSING. The test pattern needs none.
 */
export async function requireFfmpeg({ channel: { input } }: Spec): Promise<void> {
  if (input === undefined || input.type === "existing") return;
  if (input.type === "mp4-file" && TEST_PATTERN.test(input.url)) return;
  const { ffmpegAvailability } = await import("../sandbox/index.ts");
  const found = await ffmpegAvailability();
  if (found.available) return;
  throw new LiveOriginError({
    code: "FFMPEG_MISSING",
    message: `The sandbox encodes a real ${input.type} input with ffmpeg, and there is none in PATH.`,
    hint: "Install it (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or leave --input out: the test pattern needs nothing.",
    resource: "channel.input",
  });
}
