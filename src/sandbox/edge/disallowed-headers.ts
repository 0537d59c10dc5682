const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-(buffering|charset|limit-rate|redirect)|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

/** Headers that functions neither see nor may add (CloudFront developer guide, "Restrictions on edge functions"). */
export function isDisallowed(lowerCaseName: string): boolean {
  return DISALLOWED.test(lowerCaseName);
}
