import type { WireRequest } from "./wire.ts";

/** A region of an account: the scope of a schedule or a parameter. */
export type AccountRegion = { readonly region: string; readonly account: string };

/**
 * The region that a request was signed for, from the credential scope of Signature Version 4
 * (`Credential=AKID/20260101/us-west-2/medialive/aws4_request`). One loopback endpoint stands for all regions, so this is
 * what tells them apart. `fallback` when the request is not signed.
 */
export function signedRegion(request: WireRequest, fallback: string): string {
  const scope = /Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\//.exec(
    request.headers.authorization ?? "",
  );
  return scope?.[1] ?? fallback;
}
