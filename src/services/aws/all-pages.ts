import { LiveOriginError } from "../../config/failure.ts";

export type Page<Item> = {
  readonly items: readonly Item[] | undefined;
  /** Where the next page starts; undefined or empty on the last one. */
  readonly next: string | undefined;
};

/**
 * Reads a paged list to its end: what is ours may be on the last page. Throws AWS_LIST_LOOPS (MOMENTO_LIST_LOOPS) when a service
 * answers the same marker twice, which would go on for ever.
 */
export async function allPages<Item>(
  read: (marker: string | undefined) => Promise<Page<Item>>,
  vendor: "AWS" | "Momento" = "AWS",
): Promise<readonly Item[]> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let marker: string | undefined;
  for (;;) {
    const page = await read(marker);
    items.push(...(page.items ?? []));
    if (page.next === undefined || page.next === "") return items;
    if (seen.has(page.next))
      throw new LiveOriginError({
        code: vendor === "AWS" ? "AWS_LIST_LOOPS" : "MOMENTO_LIST_LOOPS",
        message: `A list of ${vendor} came back with the same page marker twice.`,
        hint: "Run the same command again.",
      });
    seen.add(page.next);
    marker = page.next;
  }
}
