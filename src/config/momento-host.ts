import { EXIT, LiveOriginError } from "./failure.ts";

/** Code of every refusal to send a Momento credential somewhere. */
export const FOREIGN_HOST = "MOMENTO_HOST_FOREIGN";

/** Whose a host is: Momento's, or this machine, where a sandbox listens. */
export type HostOwner = "momento" | "here";

const MOMENTO_HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+momentohq\.com$/i;
const HERE = /^(?:127\.0\.0\.1|localhost|\[::1\])$/i;
/** Where a key may go, as it is said to users. */
export const ALLOWED_HOSTS =
  "a Momento credential goes to hosts under momentohq.com only (https, port 443), in a rehearsal to this machine (127.0.0.1, localhost, [::1])";

/**
 * The one rule of where a Momento credential may be sent: hosts under momentohq.com by their plain ASCII names, and this
 * machine by its usual ones. Whatever else a host is called (other forms of an address, a dot at its end, a user before it)
 * is nobody's.
 */
export function hostOwner(host: string): HostOwner | undefined {
  if (MOMENTO_HOST.test(host)) return "momento";
  return HERE.test(host) ? "here" : undefined;
}

/**
 * The same rule for the base of a URL, `https://host` or on this machine `http://host:port` as well. No user, no path, no
 * query.
 */
export function urlOwner(url: string): HostOwner | undefined {
  const [, scheme = "", host = "", port] =
    /^(https?):\/\/([^/?#@:\\\s]+|\[[\d:a-f]+\])(:\d{1,5})?\/?$/i.exec(url) ?? [];
  const owner = hostOwner(host);
  if (owner === "here") return owner;
  const isPlain = scheme.toLowerCase() === "https" && (port === undefined || port === ":443");
  return isPlain ? owner : undefined;
}

/** Where a host is named that a credential would be sent to. */
export type NamedHost = {
  /** The setting, for example `origin.endpoint` or `MOMENTO_ENDPOINT`. */
  readonly setting: string;
  /** The file it was read from, or `the environment`, `the command line`. */
  readonly from: string;
  readonly value: string;
};

/** The refusal: which setting, where it came from, what hosts are allowed; exit 2. The value is shown only when it is harmless. */
export function foreignHost({ setting, from, value }: NamedHost): LiveOriginError {
  return new LiveOriginError({
    code: FOREIGN_HOST,
    message: `${setting.replace(/^the /, "The ")} (${from}) is ${shownHost(value)}, which is not a host that this run may send a Momento key to. Nothing was sent.`,
    hint: `Correct it or take it out: ${ALLOWED_HOSTS}. Whoever changed it may be after your key.`,
    resource: setting,
    exitCode: EXIT.usage,
  });
}

/** The last look before a credential goes to `url`: Momento's or this machine. Throws MOMENTO_HOST_FOREIGN. */
export function requireMomentoUrl(url: string): void {
  if (urlOwner(url) === undefined)
    throw foreignHost({ setting: "the address of a request", from: "this run", value: url });
}

/** The same for a bare host that a key names, which is never this machine. Throws MOMENTO_HOST_FOREIGN. */
export function requireMomentoHost(host: string): void {
  if (hostOwner(host) !== "momento")
    throw foreignHost({ setting: "the endpoint of a Momento key", from: "the key", value: host });
}

/** Keys are pasted into the wrong field, and passwords stand before an `@`: then only the kind of mistake is told. */
export function shownHost(value: string): string {
  const isHarmless =
    /^[\x21-\x7e]{1,80}$/.test(value) && !value.includes("@") && !/eyJ/.test(value);
  return isHarmless ? JSON.stringify(value) : `a text of ${value.length} characters`;
}
