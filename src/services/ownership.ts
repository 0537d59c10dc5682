import type { Observation, PlanContext } from "../core/engine/resource.ts";
import type { ResourceIds } from "../core/state/resource-members.ts";
import type { ResourceState } from "../core/state/state.ts";

/** What tells whose a resource is. */
export type Owned = {
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
};

export type Ownership<Item> =
  | { readonly is: "absent" }
  | { readonly is: "ours"; readonly item: Item; readonly unrecorded: boolean }
  | { readonly is: "foreign"; readonly what: string };

/**
 * Finds ours among those that exist: by the id in the entry, else by our stack id in the tags. What our entry says was
 * replaced is never taken again. One with our name in our region and another stack's id is somebody else's.
 */
export function classifyOwnership<Item extends Owned>({
  items,
  context,
  recorded,
  noun,
}: {
  readonly items: readonly Item[];
  readonly context: PlanContext;
  readonly recorded: ResourceState | undefined;
  readonly noun: string;
}): Ownership<Item> {
  const candidates = items.filter(({ id }) => id !== recorded?.replaced?.["id"]);
  const byId = candidates.find(({ id }) => id === recorded?.ids["id"]);
  const stackOf = ({ tags }: Item): string | undefined => tags["live-origin:stack"];
  if (byId !== undefined && (stackOf(byId) ?? context.stackId) === context.stackId)
    return { is: "ours", item: byId, unrecorded: false };
  const tagged = candidates.find((item) => stackOf(item) === context.stackId);
  if (tagged !== undefined) return { is: "ours", item: tagged, unrecorded: true };
  const other =
    byId ??
    candidates.find(
      (item) =>
        stackOf(item) !== undefined &&
        item.tags["live-origin:name"] === context.spec.name &&
        item.tags["live-origin:region"] === context.spec.region,
    );
  return other === undefined
    ? { is: "absent" }
    : {
        is: "foreign",
        what: `${noun} ${other.id} belongs to stack ${stackOf(other) ?? "?"}, not to ${context.stackId}`,
      };
}

/**
 * The same, where what is recorded is asked for by itself: lists of an account are looked through only where it is gone, or
 * not ours.
 */
export async function classifyByRecord<Item extends Owned>({
  byId,
  all,
  ...about
}: Omit<Parameters<typeof classifyOwnership<Item>>[0], "items"> & {
  readonly byId: (id: string) => Promise<Item | undefined>;
  readonly all: () => Promise<readonly Item[]>;
}): Promise<Ownership<Item>> {
  const id = about.recorded?.ids["id"];
  const known = id === undefined ? undefined : await byId(id);
  const ownership = classifyOwnership({ ...about, items: known === undefined ? [] : [known] });
  return ownership.is === "ours" ? ownership : classifyOwnership({ ...about, items: await all() });
}

/** What was found, as an observation. */
export function observed<Item, Found>(
  ownership: Ownership<Item>,
  describe: (item: Item) => {
    readonly found: Found;
    readonly ids: ResourceIds;
    readonly status: string;
  },
): Observation<Found> {
  if (ownership.is !== "ours") return ownership;
  return {
    is: "ours",
    ...describe(ownership.item),
    ...(ownership.unrecorded ? { unrecorded: true as const } : {}),
  };
}
