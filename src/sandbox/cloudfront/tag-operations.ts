import type { World } from "../world.ts";
import { noContent, xmlAnswer } from "./answer.ts";
import type { Operation } from "./operation.ts";
import { readXml } from "./read-xml.ts";
import { refusal } from "./refusal.ts";
import { tagKeysShape, tagsShape } from "./shapes/tag-shape.ts";
import { tagItems, type Tags, withoutTags, withTags } from "./tags.ts";

/** Something that carries tags. */
type Tagged = { tags: Tags };

/** TagResource, UntagResource and ListTagsForResource on whatever `find` knows by its ARN. */
export function tagOperations(
  world: World,
  find: (arn: string) => Tagged | undefined,
): readonly Operation[] {
  const arnOf = (query: URLSearchParams): string => query.get("Resource") ?? "";
  const tagged = (query: URLSearchParams): Tagged => {
    const arn = arnOf(query);
    if (!/^arn:aws(-cn)?:cloudfront::[0-9]+:.+$/.test(arn))
      throw refusal(
        "InvalidArgument",
        `The parameter Resource is not an ARN of CloudFront: ${arn}`,
      );
    const found = arn.startsWith(`arn:aws:cloudfront::${world.account}:`) ? find(arn) : undefined;
    if (found === undefined)
      throw refusal("NoSuchResource", `A resource that was specified is not valid: ${arn}`);
    return found;
  };
  const resource: Operation["resource"] = (_param, request) => arnOf(request.query);
  return [
    {
      name: "TagResource",
      method: "POST",
      path: "tagging",
      query: "Operation=Tag",
      resource,
      answer: ({ request }) => {
        const found = tagged(request.query);
        found.tags = withTags(found.tags, readXml(request.body, "Tags", tagsShape));
        return noContent();
      },
    },
    {
      name: "UntagResource",
      method: "POST",
      path: "tagging",
      query: "Operation=Untag",
      resource,
      answer: ({ request }) => {
        const found = tagged(request.query);
        const keys = readXml(request.body, "TagKeys", tagKeysShape).Items ?? [];
        found.tags = withoutTags(found.tags, keys);
        return noContent();
      },
    },
    {
      name: "ListTagsForResource",
      method: "GET",
      path: "tagging",
      resource,
      answer: ({ request }) =>
        xmlAnswer({
          status: 200,
          root: "Tags",
          shape: tagsShape,
          value: tagItems(tagged(request.query).tags),
        }),
    },
  ];
}
