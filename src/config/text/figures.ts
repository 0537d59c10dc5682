/** A whole number with thousands separators, the same in every locale: 36,363. */
export function wholeText(value: number): string {
  return group(String(Math.round(value)));
}

/** A number with at most three decimals and thousands separators: 36,363.636. */
export function decimalText(value: number): string {
  const [whole = "0", fraction] = String(Math.round(value * 1000) / 1000).split(".");
  return fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
}

/** Bits per second as kbps: `36,363.636 kbps`. */
export function bitsText(bits: number): string {
  return `${decimalText(bits / 1000)} kbps`;
}

/** Milliseconds as seconds: `2.5 s`. */
export function secondsText(milliseconds: number): string {
  return `${decimalText(milliseconds / 1000)} s`;
}

/** Bytes in decimal units: `2.57 GB`, `740 kB`. */
export function bytesText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(2)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
