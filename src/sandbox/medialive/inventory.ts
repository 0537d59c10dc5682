import { asText } from "../json.ts";
import type { InventoryItem } from "../world.ts";
import type { Region } from "./region.ts";
import { tagsView } from "./tags.ts";

/** Everything in a region that is not DELETED. */
export function inventoryOf(region: Region): readonly InventoryItem[] {
  const items: readonly InventoryItem[] = [
    ...region.channels.all().map((one) => ({
      service: "medialive",
      kind: "channel",
      id: one.id,
      name: asText(one.body["name"]),
      status: one.state,
      tags: tagsView(one.tags),
    })),
    ...region.inputs.all().map((one) => ({
      service: "medialive",
      kind: "input",
      id: one.id,
      name: asText(one.body["name"]),
      status: one.state,
      tags: tagsView(one.tags),
    })),
    ...region.groups.all().map((one) => ({
      service: "medialive",
      kind: "input-security-group",
      id: one.id,
      status: one.state,
      tags: tagsView(one.tags),
    })),
  ];
  return items.filter(({ status }) => status !== "DELETED");
}
