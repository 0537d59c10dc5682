import { bitsText } from "../config/text/figures.ts";
import { printableLine } from "../config/text/printable.ts";
import type { Difference } from "../core/engine/resource.ts";

/** Members whose own name tells a person little. */
const NAMES: Readonly<Record<string, string>> = {
  GopSize: "keyframe interval",
  HeaderValue: "player key",
  IndexNSegments: "segments in a playlist",
  KeepSegments: "segments kept at the origin",
  NameModifier: "ending of the name",
  StreamName: "application and stream key",
  Url: "address",
  ttl_seconds: "seconds that a segment is kept",
};

const MASKED = "***";
const PRESENT = "present";
const MOST_CHARACTERS = 80;

type Change = { readonly what: string; readonly place: string; readonly values: string };

/**
 * What of a resource changes, as a person would say it: the same change of several renditions in one line, of an address
 * only the part that is another.
 */
export function differenceWords(differences: readonly Difference[]): readonly string[] {
  const grouped = new Map<string, { readonly change: Change; readonly others: Set<string> }>();
  for (const change of differences.flatMap(changesOf)) {
    const { what, place, values } = change;
    // A part that comes or goes is told once, with all that belongs to it.
    const isPart = values === "added" || values === "removed";
    const key = isPart ? `${place}:${values}` : `${what}:${values}`;
    const { others } = grouped.get(key) ?? { others: new Set<string>() };
    others.add(isPart ? what : place);
    grouped.set(key, { change, others });
  }
  return [...grouped.values()].map(({ change: { what, place, values }, others }) => {
    const listed = [...others].filter((other) => other !== "").join(", ");
    if (values === "added" || values === "removed") return `${place} ${values} (${listed})`;
    const head = values === "" ? what : `${what}: ${values}`;
    return listed === "" ? head : `${head} (${listed})`;
  });
}

function changesOf({ path, from, to }: Difference): readonly Change[] {
  // Part of the address, which tells it.
  if (path === "Destinations.ttl_seconds") return [];
  const names = [...path.matchAll(/\[([^\]]+)\]/g)].flatMap(([, name = ""]) =>
    /^\d+$/.test(name) ? [] : [name],
  );
  // A channel has one destination; its name is ours, and says nothing.
  const place = path.startsWith("Destinations") ? "" : printableLine(names.at(-1) ?? "");
  const member = path.replace(/\[[^\]]*\]/g, "").replace(/\.length$/, "");
  const what = printableLine(memberWords(member));
  if (from === undefined && to === PRESENT) return [{ what, place, values: "added" }];
  if (from === PRESENT && to === undefined) return [{ what, place, values: "removed" }];
  const [before, after] = [textOf(from, member), textOf(to, member)];
  if (before !== after) {
    const parts = addressChanges(before, after);
    if (parts !== undefined)
      return parts.map(({ part, values }) => ({
        what: part === "" ? what : (NAMES[part] ?? `${part} in the ${what}`),
        place,
        values,
      }));
    const [shown, other] = [cut(before), cut(after)];
    return [
      { what, place, values: shown === other ? "changed further on" : `${shown} → ${other}` },
    ];
  }
  const where = before === MASKED ? "" : " in it";
  return [{ what: `${what}: another key${where}`, place, values: "" }];
}

function memberWords(path: string): string {
  const members = path.split(".");
  if (members[0] === "Tags") return `tag ${members.slice(1).join(".")}`;
  const last = members.at(-1) ?? path;
  const words =
    NAMES[last] ??
    last
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .split(" ")
      .map((word) => (/^[A-Z]{2,}$/.test(word) ? word : word.toLowerCase()))
      .join(" ");
  return path.includes("AudioDescriptions.") ? `audio ${words}` : words;
}

function textOf(value: unknown, path: string): string {
  if (value === undefined || value === "") return "(not set)";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number" && /bitrate$/i.test(path)) return bitsText(value);
  return printableLine(typeof value === "string" ? value : JSON.stringify(value));
}

/** The parts in which two addresses differ; undefined unless both are addresses. */
function addressChanges(
  before: string,
  after: string,
): readonly { readonly part: string; readonly values: string }[] | undefined {
  if (![before, after].every((text) => text.includes("://") && URL.canParse(text)))
    return undefined;
  const [one, other] = [new URL(before), new URL(after)];
  const place = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;
  const queries = [...new Set([...one.searchParams.keys(), ...other.searchParams.keys()])];
  const member = ({ searchParams }: URL, name: string): string =>
    searchParams.get(name) ?? "(not set)";
  const changes = [
    { part: "", from: place(one), to: place(other) },
    ...queries.map((part) => ({ part, from: member(one, part), to: member(other, part) })),
  ].filter(({ from, to }) => from !== to);
  return changes.length === 0
    ? undefined
    : changes.map(({ part, from, to }) => ({
        part: printableLine(part),
        values: printableLine(`${from} → ${to}`),
      }));
}

function cut(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;
}
