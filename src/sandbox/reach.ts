import { BlockList, isIP } from "node:net";

/** Networks that no cloud reaches from outside: special-purpose registries of IANA, without the ranges for documentation. */
const LOCAL = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["224.0.0.0", 3],
] as const)
  LOCAL.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["::", 96],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const)
  LOCAL.addSubnet(network, prefix, "ipv6");

/** Whether a host, as it is written, is on this machine or network: a cloud would not get there, or to something else. */
export function isOutOfReach(host: string): boolean {
  // As a URL's host, so that 2130706433, 0x7f.1 and the like are the addresses that they are.
  const url = `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}/`;
  if (!URL.canParse(url)) return true;
  const name = new URL(url).hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const family = isIP(name);
  if (family !== 0) return LOCAL.check(name, family === 4 ? "ipv4" : "ipv6");
  return /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/i.test(name);
}

/** Whether a host is this machine's loopback, as a sandbox writes it. */
export function isLoopback(host: string): boolean {
  return /^(?:127\.0\.0\.1|localhost|\[?::1\]?)$/i.test(host);
}
