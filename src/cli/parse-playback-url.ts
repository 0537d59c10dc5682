import { printableLine } from "../config/text/printable.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";

/** Reads `--url`. Throws USAGE for anything but an http or https address. */
export function parsePlaybackUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url.href;
  throw new LiveOriginError({
    code: "USAGE",
    message: `--url ${printableLine(text)} is not an http or https address.`,
    hint: "Give the whole address: https://d111111abcdef8.cloudfront.net/playlist.m3u8",
    resource: "--url",
    exitCode: EXIT.usage,
  });
}
