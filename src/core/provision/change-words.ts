import type { RemovedSetting } from "../../config/resolve/remembered.ts";
import type { Plan } from "../engine/plan.ts";
import type { Step } from "../engine/step.ts";
import { RESOURCE_NAMES } from "../state/resource-names.ts";

const RENDITION = /\.Outputs\[([^\]]+)\]$/;

/** What of a plan viewers or whoever sends would notice for good, in words: renditions that go, and what is replaced. */
export function changeWords({ steps }: Plan): readonly string[] {
  return steps.flatMap((step) => [
    ...renditionWords(step),
    ...rewindWords(step),
    ...replacementWords(step),
  ]);
}

/** The same as the beginning of a question; empty where there is nothing of the kind. */
export function changeSentence(plan: Plan): string {
  const words = changeWords(plan).join("; ");
  return words === "" ? "" : `${words.charAt(0).toUpperCase()}${words.slice(1)}. `;
}

/** Does it delete or replace something, or take something from viewers or whoever sends? */
export function takesAway(plan: Plan): boolean {
  return (
    plan.steps.some(({ action }) => action === "replace" || action === "delete") ||
    changeWords(plan).some((words) => !words.endsWith("is added"))
  );
}

function renditionWords({ resource, action, differences }: Step): readonly string[] {
  if (resource !== "channel" || action === "delete") return [];
  return differences.flatMap(({ path, from, to }) => {
    const [, name] = RENDITION.exec(path) ?? [];
    if (name === undefined) return [];
    if (to === undefined) return [`the rendition ${name} is removed`];
    return from === undefined ? [`the rendition ${name} is added`] : [];
  });
}

/** What takes from viewers how far they can go back. */
function rewindWords({ resource, differences }: Step): readonly string[] {
  if (resource !== "channel") return [];
  return differences.flatMap(({ path, from, to }) => {
    if (typeof from !== "number" || typeof to !== "number" || to >= from) return [];
    if (path === "Destinations.ttl_seconds")
      return [`segments are kept for ${to} s instead of ${from} s (TTL)`];
    return path.endsWith(".IndexNSegments")
      ? [`playlists list ${to} segments instead of ${from} (window): viewers can rewind less far`]
      : [];
  });
}

function replacementWords({ resource, action, differences, reasons }: Step): readonly string[] {
  const word = RESOURCE_NAMES[resource];
  if (action === "replace") {
    const type = differences.find(({ path }) => path === "Type");
    const kinds = type === undefined ? "" : ` (${String(type.from)} → ${String(type.to)})`;
    return [`the ${word} is replaced${kinds}: another one is made, this one is deleted`];
  }
  if (resource !== "input") return [];
  if (action === "delete") return [`the ${word} is deleted: ${reasons.join("; ")}`];
  return differences.some(({ path }) => path.startsWith("Destinations"))
    ? ["the input's push address changes: whoever sends needs the new one"]
    : [];
}

/** A key that is gone from the file, with what it was and what it goes back to. */
export function removedWords({ path, from, to }: RemovedSetting): string {
  const shown = (value: unknown): string =>
    value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
  return `${path} was removed from the file: ${shown(from)} → ${shown(to)}, the default`;
}
