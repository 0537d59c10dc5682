import { quoted } from "./text/words.ts";

/** An IPv4 network in CIDR notation, read. */
type Cidr = {
  /** With the host bits cleared: `203.0.113.0/24`. */
  readonly network: string;
  readonly prefix: number;
  /** `203.0.113.7/24` names one address but lets 256 in. */
  readonly hasHostBits: boolean;
  /** An address of a private network, which MediaLive never sees as a sender. */
  readonly isPrivate: boolean;
};

/** A reading, or why the text is not an IPv4 CIDR. */
type CidrReading =
  | { readonly ok: true; readonly cidr: Cidr }
  | { readonly ok: false; readonly message: string };

const OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ADDRESS = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const PRIVATE: readonly (readonly [number, number])[] = [
  [toNumber([10, 0, 0, 0]), 8],
  [toNumber([172, 16, 0, 0]), 12],
  [toNumber([192, 168, 0, 0]), 16],
];

/** Is it an address without a mask? It stands for this one address, and whoever gives it is told so. */
export function isBareAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** A CIDR as it is sent: an address alone gets the mask of one address. */
export function withMask(text: string): string {
  return isBareAddress(text) ? `${text}/32` : text;
}

/** Reads an IPv4 CIDR; an address alone is read as that one. */
export function parseCidr(text: string): CidrReading {
  const [address = "", mask, ...rest] = withMask(text).split("/");
  const octets = ADDRESS.exec(address)?.slice(1).map(Number);
  if (octets === undefined || mask === undefined || rest.length > 0)
    return refuse(`${quoted(text)} is not an IPv4 CIDR such as 203.0.113.7/32`);
  if (!/^\d{1,2}$/.test(mask) || Number(mask) > 32)
    return refuse(`${quoted(text)} has the mask /${mask}; an IPv4 mask is /0 to /32`);
  const prefix = Number(mask);
  const value = toNumber(octets);
  const network = clearHostBits(value, prefix);
  return {
    ok: true,
    cidr: {
      network: `${toText(network)}/${prefix}`,
      prefix,
      hasHostBits: network !== value,
      isPrivate: PRIVATE.some(
        ([start, bits]) => prefix >= bits && clearHostBits(value, bits) === start,
      ),
    },
  };
}

function refuse(message: string): CidrReading {
  return { ok: false, message };
}

// Arithmetic instead of shifts: JavaScript's shifts are signed and wrap at 32.
function clearHostBits(value: number, prefix: number): number {
  const size = 2 ** (32 - prefix);
  return Math.floor(value / size) * size;
}

function toNumber(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}
