import type { IncomingMessage } from "node:http";

/** Whose requests a listener takes besides those of programs on this machine. */
export type Welcome = {
  /** Names of its own besides loopback's, without a port: `api.cache.…momentohq.com` behind the TLS relay. */
  readonly names?: ((host: string) => boolean) | undefined;
  /** What a web page of any origin may ask, as at the real service. Nothing by default. */
  readonly pages?: ((request: IncomingMessage) => boolean) | undefined;
};

const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/i;
const WITH_PORT = /^(.*?)(?::(\d{1,5}))?$/;

/**
 * Why a request is not for this listener; undefined when it is. A name that is not ours reached us by DNS rebinding, and a
 * foreign Origin, or a browser's word that another site sent it, is a page that the user happens to have open. Any port is
 * fine in Host: a proxy that records the calls may stand on another one.
 */
export function refusalOfStranger(
  request: IncomingMessage,
  { names = () => false, pages = () => false }: Welcome = {},
): string | undefined {
  const hosts = request.headersDistinct["host"] ?? [];
  const [host = ""] = hosts;
  const isOwn = (one: string): boolean =>
    LOOPBACK.test(nameOf(one)) || names(nameOf(one).toLowerCase());
  const absolute = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)/i.exec(request.url ?? "")?.[1];
  if (hosts.length !== 1 || !isOwn(host) || (absolute !== undefined && !isOwn(absolute)))
    return "This is a sandbox on 127.0.0.1: it answers under no other name (Host).";
  return isFromForeignPage(request) && !pages(request)
    ? "This is a sandbox for programs of this machine: web pages of other origins may not use it (Origin)."
    : undefined;
}

/** Old browsers send no Sec-Fetch-Site, and no browser sends Origin with the GET of an image or a link. */
function isFromForeignPage(request: IncomingMessage): boolean {
  const { origin } = request.headers;
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  if (origin === undefined) return false;
  const [, name = "", port = "80"] = WITH_PORT.exec(origin.replace(/^http:\/\//i, "")) ?? [];
  const own = [String(request.socket.localPort), WITH_PORT.exec(request.headers.host ?? "")?.[2]];
  return !(/^http:\/\//i.test(origin) && LOOPBACK.test(name) && own.includes(port));
}

function nameOf(host: string): string {
  return WITH_PORT.exec(host)?.[1] ?? "";
}
