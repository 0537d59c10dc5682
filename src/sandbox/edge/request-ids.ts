import { randomBytes } from "node:crypto";

const ID_BYTES = 42;
const POOL_IDS = 256;

/** Makes request ids like X-Amz-Cf-Id: 56 URL-safe characters. Random bytes are drawn in bulk, as each draw is a system call. */
export function createRequestIds(): () => string {
  let pool = Buffer.alloc(0);
  let used = 0;
  return () => {
    if (used >= pool.length) {
      pool = randomBytes(ID_BYTES * POOL_IDS);
      used = 0;
    }
    used += ID_BYTES;
    return pool.toString("base64url", used - ID_BYTES, used);
  };
}
