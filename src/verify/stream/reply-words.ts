import { fileName } from "../playlists.ts";
import type { Reply } from "./wire.ts";

/** What was asked for, as people call it. */
export function nameOf({ address }: Reply): string {
  return fileName(address) || new URL(address).host;
}

/** The body as text. */
export function textOf({ answer }: Reply): string {
  return answer?.body.toString("utf8") ?? "";
}

/** What the answer says of its body. */
export function headersOf({ head }: Reply): string {
  const encoding = head?.headers.get("content-encoding");
  return `Content-Type ${head?.headers.get("content-type") ?? "absent"}${encoding == null ? "" : `, Content-Encoding ${encoding}`}`;
}

/** How many of how many; empty for one. */
export function many(hit: readonly Reply[], all: readonly Reply[]): string {
  return hit.length === 1 ? "" : ` (${hit.length} of ${all.length} requests)`;
}
