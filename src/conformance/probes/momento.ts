import type { Probe } from "../probe.ts";
import { type WriteRow, writesOf } from "./from-rows.ts";
import { CREDENTIAL_ROWS } from "./momento-credentials.ts";
import { at, KEY, ONE, put, putOnce, remove, status, stored } from "./momento-item.ts";

const TWO = new Uint8Array([49, 50]);
/** One byte more than 4,883 KiB, which Momento's own tests expect as the limit. */
const TOO_LARGE_BYTES = 4_883 * 1024 + 1;
const ROWS: readonly WriteRow[] = [
  ...CREDENTIAL_ROWS,
  [
    "missing",
    "GET of a key that is not there",
    "404",
    (lab) => status(lab, { key: "not-there" }),
    "docs",
  ],
  [
    "delete-missing",
    "DELETE of a key that is not there",
    "204",
    (lab) => remove(lab, "not-there"),
    "tests",
  ],
  [
    "head",
    "HEAD",
    "200, length 1",
    (lab) =>
      stored(lab, async () => {
        const { status: code, headers } = await at(lab, { method: "HEAD" });
        return `${code}, length ${headers.get("content-length") ?? "unknown"}`;
      }),
  ],
  [
    "head-missing",
    "HEAD of a key that is not there",
    "404",
    (lab) => status(lab, { method: "HEAD", key: "not-there" }),
  ],
  [
    "range",
    "Range: bytes=0-0 of two bytes",
    "200, 2 bytes",
    (lab) =>
      stored(
        lab,
        async () => {
          const { status: code, body } = await at(lab, { headers: { range: "bytes=0-0" } });
          return `${code}, ${body.length} bytes`;
        },
        TWO,
      ),
  ],
  [
    "etag",
    "does an item have an ETag?",
    "no",
    (lab) => stored(lab, async () => ((await at(lab, {})).headers.has("etag") ? "yes" : "no")),
  ],
  [
    "content-type",
    "Content-Type of a .m3u8",
    "application/octet-stream",
    (lab) => stored(lab, async () => (await at(lab, {})).headers.get("content-type") ?? "none"),
    "docs",
  ],
  [
    "cors",
    "Access-Control-Allow-Origin for a GET with Origin",
    "*",
    (lab) =>
      stored(
        lab,
        async () =>
          (await at(lab, { headers: { origin: "https://player.example" } })).headers.get(
            "access-control-allow-origin",
          ) ?? "none",
      ),
  ],
  [
    "preflight",
    "OPTIONS with Origin",
    "204",
    (lab) =>
      status(lab, {
        method: "OPTIONS",
        credential: "",
        headers: { origin: "https://player.example", "access-control-request-method": "GET" },
      }),
  ],
  ["post", "POST", "405", (lab) => status(lab, { method: "POST", body: ONE })],
  ["no-ttl", "PUT without ttl_seconds", "400", (lab) => put(lab, { query: "" }), "docs"],
  ["zero-ttl", "PUT with ttl_seconds=0", "400", (lab) => put(lab, { query: "?ttl_seconds=0" })],
  [
    "over-ttl",
    "PUT with a TTL of ten years",
    "400",
    (lab) => put(lab, { query: "?ttl_seconds=315360000" }),
  ],
  [
    "too-large",
    "PUT of one byte more than 4,883 KiB",
    "429",
    (lab) => putOnce(lab, { body: new Uint8Array(TOO_LARGE_BYTES) }),
    "docs",
  ],
  [
    "role-origin",
    "PUT with role=origin, as MediaLive does",
    "204",
    (lab) => putOnce(lab, { query: "?ttl_seconds=60&role=origin" }),
    "guides",
  ],
  [
    "slashes",
    "a key with a slash by path, read by ?key=",
    "200",
    async (lab) => {
      await put(lab, { key: `${KEY}/a` });
      try {
        return await status(lab, { key: "", query: `?key=${KEY}/a` });
      } finally {
        await remove(lab, `${KEY}/a`);
      }
    },
  ],
  [
    "two-keys",
    "a key by path and by ?key= at once",
    "400",
    (lab) => status(lab, { query: "?key=other" }),
  ],
  [
    "error-body",
    "the body of an error",
    '{"message"}',
    async (lab) => {
      const { body } = await at(lab, { key: "not-there" });
      try {
        return `{${Object.keys(JSON.parse(body.toString()) as object)
          .map((name) => `"${name}"`)
          .join(",")}}`;
      } catch {
        return "no JSON";
      }
    },
  ],
];

/** Statuses of Momento's HTTP data API, for one byte that is taken back at once. */
export const MOMENTO_PROBES: readonly Probe[] = writesOf("momento", ROWS);
