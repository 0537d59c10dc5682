import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { fileURLToPath } from "node:url";

/** Files of this machine that its user lets the encoder play: an address for each, which only who has the key can make. */
type OwnFiles = {
  /**
   * `http://127.0.0.1:PORT/file/`; an address is this, the hex HMAC-SHA256 of the path under `key`, and the path of its
   * `file:` URL.
   */
  readonly url: string;
  readonly key: string;
  /** The file behind an address; undefined when it is none of ours. */
  pathOf(url: string): string | undefined;
};

/** Files below a listener's address. */
export function createOwnFiles(listenerUrl: string): OwnFiles {
  const key = randomBytes(32).toString("hex");
  const url = `${listenerUrl}/file/`;
  return {
    url,
    key,
    pathOf(address) {
      const [, mark = "", path = ""] =
        /^([\da-f]{64})(\/.*)$/.exec(address.startsWith(url) ? address.slice(url.length) : "") ??
        [];
      const own = createHmac("sha256", key).update(path).digest();
      if (mark === "" || !timingSafeEqual(own, Buffer.from(mark, "hex"))) return undefined;
      return fileURLToPath(`file://${path}`);
    },
  };
}
