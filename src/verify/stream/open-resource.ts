import { createDecipheriv } from "node:crypto";
import type { KeyUse, Resource } from "./media-playlist.ts";
import type { Reply, Wanted } from "./wire.ts";

/** Why the bytes of a segment, its key or its initialization section could not be had. */
export type ResourceTrouble =
  | { readonly kind: "not-served" | "key" | "map"; readonly reply: Reply }
  | { readonly kind: "key-length"; readonly reply: Reply; readonly bytes: number }
  | { readonly kind: "decrypt"; readonly text: string }
  /** A method of encryption that we do not open: SAMPLE-AES and the like. */
  | { readonly kind: "locked"; readonly method: string };

/** Fetches a resource; whoever gives it may remember. */
export type Fetch = (
  resource: Pick<Resource, "address" | "range">,
  wanted: Wanted,
) => Promise<Reply>;

export type Opened = {
  readonly reply: Reply;
  readonly plain: Buffer | undefined;
  readonly trouble: ResourceTrouble | undefined;
};

const KEY_BYTES = 16;

/** Was it answered with its bytes? */
export function isServed({ answer }: Reply): boolean {
  return answer?.status === 200 || answer?.status === 206;
}

/** Fetches a resource and unlocks it where it is encrypted with AES-128 (RFC 8216 §4.3.2.4, §5.2). */
export async function openResource(
  resource: Resource,
  { sequence, wanted, fetcher }: { sequence: number; wanted: Wanted; fetcher: Fetch },
): Promise<Opened> {
  const { key } = resource;
  const [reply, keyReply] = await Promise.all([
    fetcher(resource, wanted),
    key?.method === "AES-128"
      ? fetcher({ address: key.address, range: undefined }, "key")
      : undefined,
  ]);
  const closed = (trouble: ResourceTrouble): Opened => ({ reply, plain: undefined, trouble });
  if (!isServed(reply)) return closed({ kind: "not-served", reply });
  const body = reply.answer?.body ?? Buffer.alloc(0);
  if (key === undefined) return { reply, plain: body, trouble: undefined };
  if (keyReply === undefined) return closed({ kind: "locked", method: key.method });
  if (!isServed(keyReply)) return closed({ kind: "key", reply: keyReply });
  const secret = keyReply.answer?.body ?? Buffer.alloc(0);
  if (secret.length !== KEY_BYTES)
    return closed({ kind: "key-length", reply: keyReply, bytes: secret.length });
  try {
    return { reply, plain: unlocked(body, secret, ivOf(key, sequence)), trouble: undefined };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return closed({ kind: "decrypt", text });
  }
}

function unlocked(body: Buffer, key: Buffer, iv: Buffer): Buffer {
  const cipher = createDecipheriv("aes-128-cbc", key, iv);
  return Buffer.concat([cipher.update(body), cipher.final()]);
}

/** Without an IV the media sequence number is it (RFC 8216 §5.2). */
function ivOf({ iv }: KeyUse, sequence: number): Buffer {
  if (iv !== undefined) return iv;
  const counted = Buffer.alloc(KEY_BYTES);
  counted.writeBigUInt64BE(BigInt(sequence), 8);
  return counted;
}
