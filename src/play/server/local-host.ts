import { BlockList, isIP } from "node:net";

/** Networks that no viewer on the internet reaches (IANA special-purpose address registries). */
const LOCAL = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
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

/** Whether a URL's host, as it is written, is on this machine or this network: loopback, link-local, private, multicast. */
export function isLocalHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  const family = isIP(host);
  // IPv4 addresses mapped into IPv6 are looked up among those of IPv4.
  if (family !== 0) return LOCAL.check(host, family === 4 ? "ipv4" : "ipv6");
  return !host.includes(".") || /\.(?:localhost|local|internal|lan|home\.arpa)$/i.test(host);
}
