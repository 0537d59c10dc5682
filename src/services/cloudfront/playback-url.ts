/** The address for players. A distribution's own name is served over HTTPS; an address with a port is a rehearsal's. */
export function playbackUrl(domain: string): string {
  return `${/:\d+$/.test(domain) ? "http" : "https"}://${domain}/playlist.m3u8`;
}
