import type { Tag } from "@aws-sdk/client-cloudfront";
import type { PlanContext } from "../../core/engine/resource.ts";
import { stackTags } from "../../config/names.ts";
import { stackIdentity } from "../stack-identity.ts";

/** The stack's tags in CloudFront's form. */
export function tagItems(context: PlanContext): { Items: Tag[] } {
  const tags = Object.entries(stackTags(stackIdentity(context)));
  return { Items: tags.map(([key, value]) => ({ Key: key, Value: value })) };
}
