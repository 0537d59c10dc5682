/** Why a URL cannot be an HLS pull input; undefined when it can. */
export function judgePullUrl(text: string): string | undefined {
  return judgeUrl(text, ["http:", "https:"]);
}

/** Why a URL cannot be an MP4 input; undefined when it can. A local file is allowed, for the sandbox: see {@link isLocalFile}. */
export function judgeFileUrl(text: string): string | undefined {
  return isLocalFile(text) ? undefined : judgeUrl(text, ["http:", "https:", "s3:", "s3ssl:"]);
}

/** Whether an MP4 input is a file on this machine (`file:` URL or path, on Windows with a drive or backslashes), which the sandbox can read and MediaLive cannot. */
export function isLocalFile(text: string): boolean {
  return (
    /^file:\/\/\/[^\s]/i.test(text) ||
    /^(?:\.{0,2}\/)[^/\0]/.test(text) ||
    /^(?:[a-z]:|\.{1,2}|\\?)\\[^\0]/i.test(text) ||
    /^[a-z]:\/[^/\0]/i.test(text) ||
    /^[^:/\s][^:\0]*\.mp4$/i.test(text)
  );
}

/**
 * The port of this machine's own that a host and port name, as they are written in an address; undefined for any other host.
 */
export function loopbackPort(host: string, port: number): number | undefined {
  return /^(?:127(?:\.\d+){1,3}|localhost|\[?::1\]?)$/i.test(host) ? port : undefined;
}

function judgeUrl(text: string, protocols: readonly string[]): string | undefined {
  const allowed = protocols.map((protocol) => `${protocol}//`).join(", ");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "" || /\s/.test(text))
    return `must be a URL that begins with ${allowed}`;
  if (!protocols.includes(url.protocol))
    return `begins with ${url.protocol}//, and this input reads ${allowed}`;
  if (url.username !== "" || url.password !== "")
    return "has a user name or password in it, which would be stored and shown in clear";
  return undefined;
}
