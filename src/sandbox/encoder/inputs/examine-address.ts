import { FIRST_BYTES, readFirstBytes } from "./ffmpeg-run.ts";
import type { Diagnosis } from "./input-alerts.ts";
import { optionList } from "./option-list.ts";

type Address = {
  readonly url: string;
  /** The file behind it, where it is one of this machine. */
  readonly path: string | undefined;
  /** A playlist is wanted there, else an MP4. */
  readonly isPlaylist: boolean;
  readonly ffmpegPath: string;
  readonly pullProxy: string;
};

/** Says what the first bytes at an address are, when they could not be read as media. Never rejects. */
export async function examineAddress(diagnosis: Diagnosis, address: Address): Promise<Diagnosis> {
  const { path, url } = address;
  const inputArguments = optionList({
    protocol_whitelist: path === undefined ? "http,https,httpproxy,tls,tcp" : "file",
    f: "data",
    i: path === undefined ? url : `file:${path}`,
  });
  const first = await readFirstBytes({ ...address, inputArguments });
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
  if (address.isPlaylist && isPlaylist) return ofSegments(diagnosis, text);
  if (address.isPlaylist)
    return {
      lacks: "read",
      says: `${unreadable}: what is there is not an HLS playlist (no #EXTM3U)`,
    };
  if (isPlaylist)
    return {
      lacks: "read",
      says: `${unreadable}: what is there is an HLS playlist, not an MP4 file`,
    };
  return first.toString("latin1", 4, 8) === "ftyp"
    ? diagnosis
    : { lacks: "read", says: `${unreadable}: it does not begin as an MP4 file does` };
}

/** The playlist itself is there, so the trouble is with what it names. */
function ofSegments({ lacks, says }: Diagnosis, text: string): Diagnosis {
  if (lacks === "access") {
    const [why = says] =
      /HTTP \d+|connection refused|cannot be resolved|does not answer in time|leads to this machine.*|redirects in a circle|breaks them off/.exec(
        says,
      ) ?? [];
    return { lacks, says: `the playlist of the input is there, but not what it names: ${why}` };
  }
  const isEmpty = text.length < FIRST_BYTES && !/#extinf|#ext-x-stream-inf/.test(text);
  const none = isEmpty
    ? "the playlist lists no segment"
    : "no segment of the playlist could be read";
  return { lacks, says: `the input cannot be read as video: ${none}` };
}
