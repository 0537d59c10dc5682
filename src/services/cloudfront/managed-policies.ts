/** Cache policy CachingDisabled: TTL 0, nothing compressed (CloudFront developer guide, managed cache policies). */
export const CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/**
 * Cache policy CachingOptimized: a day unless the origin says otherwise, no query string in the key (CloudFront developer guide,
 * managed cache policies).
 */
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/** Response headers policy SimpleCORS: `access-control-allow-origin: *` (CloudFront developer guide, managed response headers policies). */
export const SIMPLE_CORS = "60669652-455b-4ae9-85a4-c4c02393f86c";
