import { createHmac } from "node:crypto";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { isLocalFile } from "../config/input-url.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";
import type { Spec } from "../config/spec.ts";

/**
 * A file of this machine as input: a rehearsal plays it, so it gets an address of the sandbox's own (a `file:` URL while no sandbox runs); MediaLive cannot see it.
 * Throws INPUT_NOT_REACHABLE for the clouds and INPUT_FILE_MISSING for a file that is not there; both exit 2.
 */
export async function reachableInput(
  spec: Spec,
  {
    cwd,
    isRehearsal,
    files,
  }: {
    readonly cwd: string;
    readonly isRehearsal: boolean;
    readonly files: SandboxFile["files"];
  },
): Promise<Spec> {
  const { input } = spec.channel;
  if (input?.type !== "mp4-file" || !isLocalFile(input.url)) return spec;
  if (!isRehearsal)
    throw new LiveOriginError({
      code: "INPUT_NOT_REACHABLE",
      message: `${input.url} is a file on this machine, which MediaLive cannot read.`,
      hint: "Put it on a web server or into S3 and give that URL, or rehearse with it: --sandbox.",
      resource: "channel.input.url",
      exitCode: EXIT.usage,
    });
  const path = /^file:/i.test(input.url) ? fileURLToPath(input.url) : resolve(cwd, input.url);
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true)
    throw new LiveOriginError({
      code: "INPUT_FILE_MISSING",
      message: `There is no file ${path} to play.`,
      hint: "Check --input-url; a relative path starts at this folder.",
      resource: "channel.input.url",
      exitCode: EXIT.usage,
    });
  const { href, pathname } = pathToFileURL(path);
  const url =
    files === undefined
      ? href
      : files.url + createHmac("sha256", files.key).update(pathname).digest("hex") + pathname;
  return { ...spec, channel: { ...spec.channel, input: { ...input, url } } };
}
