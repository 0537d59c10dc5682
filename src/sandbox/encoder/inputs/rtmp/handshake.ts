/** The server's half of RTMP's simple handshake (RTMP specification 5.2). */
type Handshake = {
  /** Takes bytes until the handshake is done; then `rest` is what follows it. Throws RangeError for another protocol. */
  push(bytes: Buffer): { readonly reply: Buffer; readonly rest: Buffer | undefined };
};

const VERSION = 3;
const HELLO_BYTES = 1_536;

/** A handshake that has seen nothing yet. */
export function createHandshake(): Handshake {
  let read: Buffer = Buffer.alloc(0);
  let greeted = false;
  return {
    push(bytes) {
      read = Buffer.concat([read, bytes]);
      const version = read[0];
      if (version !== undefined && version !== VERSION)
        throw new RangeError(`not RTMP: version ${version} instead of ${VERSION}`);
      let reply: Buffer = Buffer.alloc(0);
      if (!greeted && read.length >= 1 + HELLO_BYTES) {
        greeted = true;
        // Zeros where the digest would be tell the client that this is the simple handshake.
        const hello = Buffer.alloc(HELLO_BYTES);
        reply = Buffer.concat([Buffer.of(VERSION), hello, read.subarray(1, 1 + HELLO_BYTES)]);
      }
      const all = 1 + 2 * HELLO_BYTES;
      return { reply, rest: read.length >= all ? read.subarray(all) : undefined };
    },
  };
}
