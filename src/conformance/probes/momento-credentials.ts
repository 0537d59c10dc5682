import { KEY, put, putOnce, status, stored } from "./momento-item.ts";
import type { WriteRow } from "./from-rows.ts";

const basic = (user: string, key: string): string =>
  `Basic ${Buffer.from(`${user}:${key}`).toString("base64")}`;
const inner = (key: string): string => {
  try {
    return (JSON.parse(Buffer.from(key, "base64").toString()) as { api_key: string }).api_key;
  } catch {
    return key;
  }
};

/** Which credentials are taken, and for what. */
export const CREDENTIAL_ROWS: readonly WriteRow[] = [
  ["put", "PUT of one byte by path", "204", (lab) => putOnce(lab), "guides"],
  [
    "get",
    "GET with the key in Authorization",
    "200",
    (lab) => stored(lab, () => status(lab, {})),
    "docs",
  ],
  [
    "get-query",
    "GET with ?token=",
    "200",
    (lab) =>
      stored(lab, () =>
        status(lab, { credential: "", query: `?token=${encodeURIComponent(lab.playerKey)}` }),
      ),
    "docs",
  ],
  [
    "two-credentials",
    "?token= and Authorization at once",
    "400",
    (lab) =>
      stored(lab, () => status(lab, { query: `?token=${encodeURIComponent(lab.playerKey)}` })),
    "docs, of topics",
  ],
  [
    "basic",
    "Basic credentials, user momento",
    "200",
    (lab) => stored(lab, () => status(lab, { credential: basic("momento", lab.playerKey) })),
    "guides",
  ],
  [
    "basic-other-user",
    "Basic credentials, another user",
    "401",
    (lab) => stored(lab, () => status(lab, { credential: basic("nobody", lab.playerKey) })),
  ],
  [
    "bearer",
    "Authorization: Bearer",
    "401",
    (lab) => stored(lab, () => status(lab, { credential: `Bearer ${lab.playerKey}` })),
  ],
  [
    "inner-key",
    "the key without its base64 wrapper",
    "200",
    (lab) => stored(lab, () => status(lab, { credential: inner(lab.playerKey) })),
    "tests",
  ],
  ["no-credential", "no credential", "401", (lab) => status(lab, { credential: "" }), "docs"],
  [
    "no-key",
    "a credential that is none",
    "401",
    (lab) => status(lab, { credential: "nonsense" }),
    "docs",
  ],
  [
    "read-only-writes",
    "PUT with a read-only key",
    "403",
    (lab) => put(lab, { credential: lab.playerKey }),
    "docs",
  ],
  [
    "other-cache",
    "GET in a cache that the key is not for",
    "403",
    async (lab) =>
      String(
        (
          await lab.momento(`/cache/${lab.cache}-other/${KEY}`, {
            headers: { authorization: lab.encoderKey },
          })
        ).status,
      ),
  ],
];
