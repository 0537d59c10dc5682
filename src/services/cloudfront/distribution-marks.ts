import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import type { Mark } from "../../core/engine/resource.ts";
import type { Sealed } from "../../config/secret.ts";
import { fingerprint } from "../fingerprint.ts";
import { ORIGIN_ID } from "./behavior.ts";
import { playerKeyOf } from "./sealed-distribution.ts";

/** Where a distribution reads from, and the fingerprint of the key that it reads with. */
export function distributionMarks({
  Origins,
}: Pick<Sealed<DistributionConfig>, "Origins">): readonly Mark[] {
  const origin = Origins?.Items?.find(({ Id }) => String(Id) === ORIGIN_ID);
  if (origin === undefined) return [];
  const key = playerKeyOf({ Origins: { Quantity: 1, Items: [origin] } });
  return [
    ...mark("Authorization", key?.isKnown === true && fingerprint(key)),
    ...mark("DomainName", origin.DomainName?.toString()),
    ...mark("OriginPath", origin.OriginPath?.toString()),
  ];
}

function mark(path: string, value: string | false | undefined): readonly Mark[] {
  return value === undefined || value === false || value === "" ? [] : [{ path, value }];
}
