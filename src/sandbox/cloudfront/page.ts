import type { WireRequest } from "../wire.ts";
import { refusal } from "./refusal.ts";

type Page<T> = {
  readonly marker: string;
  readonly maxItems: number;
  readonly items: readonly T[];
  readonly nextMarker: string | undefined;
};

const MAX_ITEMS = 100;

/**
 * The page that Marker and MaxItems ask for: at most 100 items (CloudFront API reference). The marker is the id of the
 * first item of the page; one that is gone begins at the end of the list. Throws InvalidArgument for a bad MaxItems.
 */
export function pageOf<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  request: WireRequest,
): Page<T> {
  const marker = request.query.get("Marker") ?? "";
  const maxItems = readMaxItems(request.query.get("MaxItems"));
  const found = marker === "" ? 0 : all.findIndex((item) => idOf(item) === marker);
  const start = found < 0 ? all.length : found;
  const next = all[start + maxItems];
  return {
    marker,
    maxItems,
    items: all.slice(start, start + maxItems),
    nextMarker: next === undefined ? undefined : idOf(next),
  };
}

/** The members that all lists share; Items is left out when there are none. */
export function listMembers<T, V>(page: Page<T>, show: (item: T) => V) {
  return {
    NextMarker: page.nextMarker,
    MaxItems: page.maxItems,
    Quantity: page.items.length,
    Items: page.items.length === 0 ? undefined : page.items.map(show),
  };
}

function readMaxItems(given: string | null): number {
  if (given === null || given === "") return MAX_ITEMS;
  if (!/^\d{1,9}$/.test(given) || Number(given) < 1)
    throw refusal("InvalidArgument", "The parameter MaxItems must be a positive integer.");
  return Math.min(Number(given), MAX_ITEMS);
}
