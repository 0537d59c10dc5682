import { spawn } from "node:child_process";
import { ffmpegEnvironment } from "./ffmpeg-environment.ts";
import type { Diagnosis } from "./input-alerts.ts";
import { optionList } from "./option-list.ts";

export type Address = {
  readonly url: string;
  /** The file behind it, where it is one of this machine. */
  readonly path: string | undefined;
  /** A playlist is wanted there, else an MP4. */
  readonly isPlaylist: boolean;
  readonly ffmpegPath: string;
  readonly pullProxy: string;
};

const FIRST_BYTES = 1_024;
const PATIENCE_MS = 5_000;

/** Says what the first bytes at an address are, when they could not be read as media. Never rejects. */
export async function examineAddress(diagnosis: Diagnosis, address: Address): Promise<Diagnosis> {
  const first = await firstBytes(address);
  if (first === undefined) return diagnosis;
  const unreadable = "the input cannot be read as video";
  if (first.length === 0) return { lacks: "read", says: `${unreadable}: it is empty` };
  const text = first.toString("latin1").trimStart().toLowerCase();
  const isPage = /^(?:<!doctype html|<html|<\?xml[^>]*>\s*<(?:!doctype )?html)/.test(text);
  const wanted = address.isPlaylist ? "a playlist" : "a file";
  if (isPage)
    return {
      lacks: "access",
      says: `the address of the input answers with a web page (HTML) instead of ${wanted}`,
    };
  const isPlaylist = text.startsWith("#extm3u");
  if (address.isPlaylist)
    return isPlaylist
      ? { lacks: "read", says: `${unreadable}: no segment of the playlist could be read` }
      : { lacks: "read", says: `${unreadable}: what is there is no HLS playlist (#EXTM3U)` };
  if (isPlaylist)
    return {
      lacks: "read",
      says: `${unreadable}: what is there is an HLS playlist, not an MP4 file`,
    };
  return first.toString("latin1", 4, 8) === "ftyp"
    ? diagnosis
    : { lacks: "read", says: `${unreadable}: it does not begin as an MP4 file does` };
}

/** What ffmpeg gets there, by the way and within the bounds that it plays with; undefined when it gets nothing in time. */
function firstBytes({ url, path, ffmpegPath, pullProxy }: Address): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn(
      ffmpegPath,
      [
        ...["-hide_banner", "-nostdin", "-loglevel", "error"],
        ...optionList({
          protocol_whitelist: path === undefined ? "http,https,httpproxy,tls,tcp" : "file",
          f: "data",
          i: path === undefined ? url : `file:${path}`,
          map: "0",
          c: "copy",
        }),
        ...["-f", "data", "pipe:1"],
      ],
      {
        stdio: ["ignore", "pipe", "ignore"],
        env: ffmpegEnvironment(process.env, pullProxy),
        windowsHide: true,
        timeout: PATIENCE_MS,
      },
    );
    const parts: Buffer[] = [];
    let bytes = 0;
    child.stdout.on("data", (part: Buffer) => {
      parts.push(part);
      bytes += part.length;
      if (bytes >= FIRST_BYTES) child.kill();
    });
    child.once("error", () => resolve(undefined));
    child.once("close", (code) =>
      resolve(bytes > 0 || code === 0 ? Buffer.concat(parts) : undefined),
    );
  });
}
