/** Where the key goes in a command that somebody else may read. */
const KEY = `-H "Authorization: $PLAYER_API_KEY"`;

/** The command that repeats a GET as a player makes it. Pure. */
export function curlViewer(url: string, flags = "-sS -i"): string {
  return `curl ${flags} ${quoted(url)}`;
}

/** The command that repeats a GET at the origin, with the key. Pure. */
export function curlOrigin(url: string, flags = "-sS -i"): string {
  return `curl ${flags} ${KEY} ${quoted(url)}`;
}

/** The command that repeats a signed GET to AWS; credentials from the environment. Pure. */
export function curlAws(service: "medialive" | "cloudfront", region: string, url: string): string {
  return [
    `curl -sS --aws-sigv4 "aws:amz:${region}:${service}"`,
    `--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    `-H "x-amz-security-token: $AWS_SESSION_TOKEN"`,
    quoted(url),
  ].join(" ");
}

/** Queries can carry a key, and a shell would read `&` and `$`. */
function quoted(url: string): string {
  return `"${redacted(url).replaceAll(/["\\`]/g, (sign) => encodeURIComponent(sign))}"`;
}

/** A leaked key is somebody's: the shell's own takes its place. */
function redacted(text: string): string {
  return text.replaceAll(/([?&]token=)[^&\s"]*/gi, "$1$PLAYER_API_KEY");
}
