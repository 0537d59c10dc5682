import { createHmac } from "node:crypto";
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { isLocalFile, loopbackPort } from "../config/input-url.ts";
import type { Source } from "../config/resolve/resolution.ts";
import { pullPorts } from "../services/sandbox-control/client.ts";
import type { SandboxFile } from "../rehearsal/sandbox-file.ts";
import type { Spec } from "../config/spec.ts";

/**
 * A file of this machine as input: a rehearsal plays it, so it gets an address of the sandbox's own (a `file:` URL while no
 * sandbox runs); MediaLive cannot see it. Throws INPUT_NOT_REACHABLE for the clouds and INPUT_FILE_MISSING for a file that
 * is not there; both exit 2.
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
      message: whyNotReachable(input.url) ?? "",
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

/**
 * A server of this machine as input: MediaLive cannot reach one, a rehearsal reads it where a person has named it, not where
 * a file does. Tells the sandbox so. Throws INPUT_NOT_REACHABLE, exit 2.
 */
export async function allowOwnServer(
  { channel: { input } }: Spec,
  sources: Readonly<Record<string, Source>>,
  {
    isRehearsal,
    sandbox,
  }: { readonly isRehearsal: boolean; readonly sandbox: SandboxFile | undefined },
): Promise<void> {
  const named = input === undefined ? undefined : ownServer(input);
  if (named === undefined) return;
  const { port, address, setting, flag } = named;
  const refusal = (message: string, hint: string): LiveOriginError =>
    new LiveOriginError({
      code: "INPUT_NOT_REACHABLE",
      message,
      hint,
      resource: setting,
      exitCode: EXIT.usage,
    });
  if (!isRehearsal)
    throw refusal(
      whyNotReachable(address) ?? "",
      "Give an address of the internet, or rehearse with it: --sandbox.",
    );
  const control = sandbox?.endpoints.control;
  if (control === undefined) return;
  if (sandbox?.files !== undefined && address.startsWith(new URL(sandbox.files.url).origin)) return;
  const source = sources[setting];
  const isTyped = source === "flag" || source === "environment";
  if ((await pullPorts(control, isTyped ? port : undefined)).includes(port)) return;
  throw refusal(
    `${address} is on this machine; a rehearsal reads from there only what was typed.`,
    `If that is meant, add ${flag} ${address}.`,
  );
}

/** Why MediaLive cannot reach a URL, path or host of this machine; undefined for any other. */
export function whyNotReachable(address: string): string | undefined {
  if (isLocalFile(address))
    return `${address} is a file on this machine, which MediaLive cannot read.`;
  const host = URL.canParse(address) ? new URL(address).hostname : address;
  return loopbackPort(host, 0) === undefined
    ? undefined
    : `${address} is on this machine, where MediaLive cannot reach it.`;
}

function ownServer(input: NonNullable<Spec["channel"]["input"]>) {
  if (input.type === "srt-caller") {
    const port = loopbackPort(input.address, input.port);
    const setting = "channel.input.address";
    return port === undefined
      ? undefined
      : { port, address: input.address, setting, flag: "--srt-address" };
  }
  if ((input.type !== "hls-pull" && input.type !== "mp4-file") || !/^https?:/i.test(input.url))
    return undefined;
  const { hostname, port, protocol } = new URL(input.url);
  const named = loopbackPort(hostname, Number(port) || (protocol === "https:" ? 443 : 80));
  return named === undefined
    ? undefined
    : { port: named, address: input.url, setting: "channel.input.url", flag: "--input-url" };
}
