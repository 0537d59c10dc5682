import type { CacheRules } from "./edge-config.ts";

/**
 * The Accept-Encoding that CloudFront puts into the cache key and sends to the origin: `br,gzip`, `br`, `gzip` or nothing
 * (CloudFront developer guide, "Compression support").
 */
export function normaliseAcceptEncoding(
  header: string | undefined,
  rules: Pick<CacheRules, "gzip" | "brotli">,
): "" | "br" | "gzip" | "br,gzip" {
  if (header === undefined) return "";
  const accepted = new Set(
    header
      .toLowerCase()
      .split(",")
      .map((part) => part.trim())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(";")[0]?.trim()),
  );
  const brotli = rules.brotli && accepted.has("br");
  const gzip = rules.gzip && accepted.has("gzip");
  if (brotli) return gzip ? "br,gzip" : "br";
  return gzip ? "gzip" : "";
}
