const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 31_536_000;

/**
 * The three TTLs in seconds, defaults filled in: 0, 86,400 and 31,536,000, or what lies below one if that is more (CloudFront
 * API reference, CachePolicyConfig).
 */
export function ttlsOf({
  MinTTL = 0,
  DefaultTTL = Math.max(DAY_SECONDS, MinTTL),
  MaxTTL = Math.max(YEAR_SECONDS, DefaultTTL),
}: {
  readonly MinTTL?: number | undefined;
  readonly DefaultTTL?: number | undefined;
  readonly MaxTTL?: number | undefined;
}): { readonly MinTTL: number; readonly DefaultTTL: number; readonly MaxTTL: number } {
  return { MinTTL, DefaultTTL, MaxTTL };
}
