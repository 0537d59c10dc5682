/** Turns the addresses of a stream into paths of our own server and back, so that the page talks to nobody else. */
export type UpstreamMap = {
  /** The path under which we serve an address; from then on its host may be asked. */
  pathOf(address: string): string;
  /** The address behind a path; undefined for what no playlist has named the host of. */
  addressOf(pathAndQuery: string): string | undefined;
  /** A playlist with every address in it as a path of ours. `from` is where it came from. */
  rewritten(playlist: string, from: string): string;
};

const PATH = /^\/from\/(\d+)(\/.*)$/s;

/** Starts with the one address that was asked for; hosts that playlists name are added as they come. */
export function createUpstreamMap(): UpstreamMap {
  const origins: string[] = [];
  const pathOf = (address: string): string => {
    const { origin, pathname, search } = new URL(address);
    if (!origins.includes(origin)) origins.push(origin);
    return `/from/${origins.indexOf(origin)}${pathname}${search}`;
  };
  const local = (uri: string, from: string): string => {
    if (!URL.canParse(uri, from)) return uri;
    const address = new URL(uri, from);
    return /^https?:$/.test(address.protocol) ? pathOf(address.href) : uri;
  };
  return {
    pathOf,
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
