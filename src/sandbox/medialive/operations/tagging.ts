import type { JsonRecord } from "../../json.ts";
import type { Call } from "../call.ts";
import type { Tags } from "../records.ts";
import { badRequest, notFound } from "../refusals.ts";
import type { Region } from "../region.ts";
import { tagsView, withTags } from "../tags.ts";

type Tagged = { readonly tags: Tags; change(tags: Tags): void };

/** ListTagsForResource */
export function listTagsForResource(region: Region, call: Call): JsonRecord {
  return { tags: tagsView(tagged(region, call).tags) };
}

/** CreateTags: in any state but DELETED. */
export function createTags(region: Region, call: Call): JsonRecord {
  const resource = tagged(region, call);
  resource.change(withTags(resource.tags, call.body["tags"]));
  return {};
}

/** DeleteTags: keys that are not there are no error. */
export function deleteTags(region: Region, call: Call): JsonRecord {
  const resource = tagged(region, call);
  const keys = call.query.getAll("tagKeys");
  if (keys.length === 0) throw badRequest("tagKeys is required");
  resource.change(new Map([...resource.tags].filter(([key]) => !keys.includes(key))));
  return {};
}

function tagged(region: Region, { params }: Call): Tagged {
  const arn = params["arn"] ?? "";
  const [, place, account, kind, id = ""] =
    /^arn:aws:medialive:([^:]*):([^:]*):([^:]+):(\d+)$/.exec(arn) ?? [];
  if (kind === undefined) throw badRequest(`Invalid resource ARN: ${arn}`);
  const here = place === region.name && account === region.world.account;
  const store = here ? storeOf(region, kind) : undefined;
  const found = store?.get(id);
  if (store === undefined || found === undefined || found.state === "DELETED")
    throw notFound("resource", arn);
  return { tags: found.tags, change: (tags) => void store.change(id, { tags }) };
}

type TaggedStore = {
  get(id: string): { readonly tags: Tags; readonly state: string } | undefined;
  change(id: string, members: { readonly tags: Tags }): unknown;
};

function storeOf(region: Region, kind: string): TaggedStore | undefined {
  switch (kind) {
    case "channel":
      return region.channels;
    case "input":
      return region.inputs;
    case "inputSecurityGroup":
      return region.groups;
    default:
      return undefined;
  }
}
