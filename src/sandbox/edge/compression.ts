import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { type Header, headerOf } from "./reply.ts";

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

/** CloudFront developer guide, "Serving compressed files": sizes in bytes, statuses and types that CloudFront compresses. */
const MIN_BYTES = 1_000;
const MAX_BYTES = 10_000_000;
const STATUSES: ReadonlySet<number> = new Set([200, 403, 404]);
const TYPES: ReadonlySet<string> = new Set(
  [
    ...[
      "dash+xml",
      "eot",
      "font",
      "font-sfnt",
      "javascript",
      "json",
      "opentype",
      "otf",
      "pkcs7-mime",
    ],
    ...["protobuf", "rss+xml", "truetype", "ttf", "vnd.apple.mpegurl", "vnd.mapbox-vector-tile"],
    ...[
      "vnd.ms-fontobject",
      "wasm",
      "xhtml+xml",
      "xml",
      "x-font-opentype",
      "x-font-truetype",
      "x-font-ttf",
    ],
    ...["x-httpd-cgi", "x-javascript", "x-mpegurl", "x-opentype", "x-otf", "x-perl", "x-ttf"],
  ]
    .map((type) => `application/${type}`)
    .concat(
      ["font/eot", "font/opentype", "font/otf", "font/ttf", "image/svg+xml", "vnd.apple.mpegurl"],
      [
        "css",
        "csv",
        "html",
        "javascript",
        "js",
        "plain",
        "richtext",
        "tab-separated-values",
        "xml",
      ].map((type) => `text/${type}`),
      ["text/x-component", "text/x-java-source", "text/x-script"],
    ),
);

/** May the edge compress this answer? Only one with a Content-Length and without a Content-Encoding. */
export function isCompressible(status: number, headers: readonly Header[]): boolean {
  const length = Number(headerOf(headers, "content-length"));
  const type = (headerOf(headers, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return (
    STATUSES.has(status) &&
    headerOf(headers, "content-encoding") === undefined &&
    length >= MIN_BYTES &&
    length <= MAX_BYTES &&
    TYPES.has(type)
  );
}

/** Compresses a body, with Brotli where the viewer takes it, and makes a strong ETag weak. */
export async function compress(
  body: Buffer,
  headers: readonly Header[],
  accepted: "br" | "gzip" | "br,gzip",
): Promise<{ readonly body: Buffer; readonly headers: readonly Header[] }> {
  const brotli = accepted !== "gzip";
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
  const smaller = brotli ? await brotlied(body, quality) : await gzipped(body);
  const kept = headers.flatMap(([name, value]): readonly Header[] => {
    const lower = name.toLowerCase();
    if (lower === "content-length") return [];
    if (lower !== "etag") return [[name, value]];
    if (value.startsWith('"')) return [[name, `W/${value}`]];
    return value.startsWith("W/") ? [[name, value]] : [];
  });
  const vary = headerOf(kept, "vary");
  return {
    body: smaller,
    headers: [
      ...kept.filter(([name]) => name.toLowerCase() !== "vary"),
      ["Content-Encoding", brotli ? "br" : "gzip"],
      ["Content-Length", String(smaller.length)],
      [
        "Vary",
        vary === undefined || /accept-encoding/i.test(vary)
          ? "Accept-Encoding"
          : `${vary}, Accept-Encoding`,
      ],
    ],
  };
}
