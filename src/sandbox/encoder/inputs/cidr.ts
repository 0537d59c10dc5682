import { BlockList, isIPv4 } from "node:net";

/** True when one of the IPv4 CIDRs holds the address. An IPv4 address mapped into IPv6 counts as what it is. */
export function allowsAddress(cidrs: readonly string[], address: string): boolean {
  const plain = address.replace(/^::ffff:/iu, "");
  if (!isIPv4(plain)) return false;
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = "", bits = "32"] = cidr.split("/");
    const prefix = Number(bits);
    if (isIPv4(network) && Number.isInteger(prefix) && prefix >= 0 && prefix <= 32)
      list.addSubnet(network, prefix, "ipv4");
  }
  return list.check(plain, "ipv4");
}
