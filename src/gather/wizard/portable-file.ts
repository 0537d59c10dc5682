import { isLocalFile } from "../../config/input-url.ts";
import type { Config } from "../../config/schema/schema.ts";
import { portablePath } from "../../platform/paths.ts";

/** The same settings with paths that the file can be committed with: colleagues may have another system. */
export function portableFile(file: Config, portable = portablePath): Config {
  const { momentoKeyFile, channel } = file;
  const input = channel?.input;
  return {
    ...file,
    ...(momentoKeyFile === undefined ? {} : { momentoKeyFile: portable(momentoKeyFile) }),
    ...(input?.type === "mp4-file" && input.url !== undefined && isLocalFile(input.url)
      ? { channel: { ...channel, input: { ...input, url: portable(input.url) } } }
      : {}),
  };
}
