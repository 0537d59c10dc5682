import { isLocalHost } from "./local-host.ts";

/** Turns the addresses of a stream into paths of our own server and back, so that the page talks to nobody else. */
export type UpstreamMap = {
  /** The path under which the stream itself is served. */
  readonly path: string;
  /** Whether an address may be asked: it is the stream's own origin, or not on this machine or network. */
  mayAsk(address: string): boolean;
  /** Whether an address is on the stream's own origin, which the user named. */
  isOwn(address: string): boolean;
  /** The address behind a path; undefined for what no playlist has named the host of. */
  addressOf(pathAndQuery: string): string | undefined;
  /** A playlist with every address in it as a path of ours. `from` is where it came from. */
  rewritten(playlist: string, from: string): string;
};

const PATH = /^\/from\/(\d+)(\/.*)$/s;

/** Stands in a playlist for an address that is not handed on: nothing is there. */
const NOWHERE = "/not-handed-on";
/** Hosts of one stream; a playlist that names more is not one of a stream. */
const MOST_ORIGINS = 64;

/**
 * Starts with the one address that was asked for; hosts that playlists name are added as they come. A playlist is somebody
 * else's text: it names no other port of this machine and nothing in its network.
 */
export function createUpstreamMap(stream: string): UpstreamMap {
  const own = new URL(stream);
  const origins: string[] = [own.origin];
  const mayAsk = (address: string): boolean => {
    const { origin, hostname, protocol } = new URL(address);
    return /^https?:$/.test(protocol) && (origin === own.origin || !isLocalHost(hostname));
  };
  const pathOf = (address: string): string => {
    const { origin, pathname, search } = new URL(address);
    if (!origins.includes(origin)) origins.push(origin);
    return `/from/${origins.indexOf(origin)}${pathname}${search}`;
  };
  const local = (uri: string, from: string): string => {
    if (!URL.canParse(uri, from)) return NOWHERE;
    const address = new URL(uri, from);
    if (!/^https?:$/.test(address.protocol)) return NOWHERE;
    const isKnown = origins.includes(address.origin) || origins.length < MOST_ORIGINS;
    return isKnown && mayAsk(address.href) ? pathOf(address.href) : NOWHERE;
  };
  return {
    path: pathOf(stream),
    mayAsk,
    isOwn: (address) => new URL(address).origin === own.origin,
    addressOf: (pathAndQuery) => {
      const [, index = "", rest = ""] = PATH.exec(pathAndQuery) ?? [];
      const origin = origins[Number(index)];
      return index === "" || origin === undefined ? undefined : `${origin}${rest}`;
    },
    rewritten: (playlist, from) =>
      playlist
        .split("\n")
        .map((line) => {
          const text = line.trim();
          if (text === "") return line;
          if (!text.startsWith("#")) return local(text, from);
          return text.replaceAll(
            /URI="([^"]*)"/g,
            (_whole, uri: string) => `URI="${local(uri, from)}"`,
          );
        })
        .join("\n"),
  };
}
