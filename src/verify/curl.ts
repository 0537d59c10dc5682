import { shellText, type Shell, type Word } from "../config/text/shell-text.ts";

/** How a request is repeated. */
export type CurlOptions = {
  /** Of curl, separated by blanks. */
  readonly flags?: string | undefined;
  /** The variable that stands for the key, where somebody else may read the command. */
  readonly key?: "PLAYER_API_KEY" | "ENCODER_API_KEY" | undefined;
};

const USUAL_FLAGS = "-sS -i";

/** The command that repeats a GET as a player makes it. */
export function curlViewer(shell: Shell, url: string, { flags, key }: CurlOptions = {}): string {
  const header = key === undefined ? [] : ["-H", ["Authorization: ", { variable: key }]];
  return curl(shell, [...(flags ?? USUAL_FLAGS).split(" "), ...header], url);
}

/** The command that repeats a GET at the origin, with the key. */
export function curlOrigin(shell: Shell, url: string, options: CurlOptions = {}): string {
  return curlViewer(shell, url, { key: "PLAYER_API_KEY", ...options });
}

/**
 * The line that sets the variable which stands for the player key, from `command`, which prints that key where it is kept: if
 * that is not here, the line says so.
 */
export function setPlayerKey(shell: Shell, command: string, isHere: boolean): string {
  const line =
    shell === "powershell"
      ? `$env:PLAYER_API_KEY = ${command}`
      : `export PLAYER_API_KEY=$(${command})`;
  return isHere ? line : `${line} # in the folder that the stack was made from`;
}

/** Where AWS is asked. */
type SignedAddress = {
  readonly service: "medialive" | "cloudfront";
  readonly region: string;
  readonly url: string;
};

/** The command that repeats a signed GET to AWS; credentials from the environment. */
export function curlAws(shell: Shell, { service, region, url }: SignedAddress): string {
  const user = [{ variable: "AWS_ACCESS_KEY_ID" }, ":", { variable: "AWS_SECRET_ACCESS_KEY" }];
  const session = ["x-amz-security-token: ", { variable: "AWS_SESSION_TOKEN" }];
  return curl(
    shell,
    ["-sS", "--aws-sigv4", `aws:amz:${region}:${service}`, "--user", user, "-H", session],
    url,
  );
}

/** No glob and no flag can come out of the address. */
function curl(shell: Shell, options: readonly Word[], url: string): string {
  return shellText(["curl", ...options, "-g", "--", redacted(url)], shell);
}

/** A leaked key is somebody's: the shell's own takes its place. */
function redacted(url: string): Word {
  const [first = "", ...others] = url.split(/(?<=[?&]token=)[^&#\s]+/i);
  if (others.length === 0) return url;
  return [first, ...others.flatMap((part) => [{ variable: "PLAYER_API_KEY" }, part])];
}
