import { fingerprint } from "../../services/fingerprint.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { PREVIOUS, ROLE, WHOSE } from "../../services/momento/key-roles.ts";
import { lastMark } from "../engine/marks.ts";
import type { SecretStore } from "../engine/resource.ts";
import type { ResourceState, State } from "../state/state.ts";
import { expiryDate } from "./key-expiry.ts";

/** A key of a stack as it may be shown: never the key itself. */
export type ListedKey = {
  readonly key: "encoder" | "player";
  /** Replaced by a rotation, and perhaps still in use. */
  readonly isPrevious: boolean;
  /** `v1` expires and cannot be revoked, `v2` can be. */
  readonly kind: string;
  readonly scope: "read-write" | "read-only";
  readonly cache: string | null;
  readonly fingerprint: string;
  /** ISO 8601; null when it never does. */
  readonly expiresAt: string | null;
  readonly usedIn: readonly string[];
};

/** What there is of keys in `keys.json`, with what the state says of where they were put. */
export function listKeys(
  { resources }: Pick<State, "resources">,
  secrets: Pick<SecretStore, "get">,
): readonly ListedKey[] {
  return KINDS.flatMap((kind) =>
    [kind, PREVIOUS[kind]].flatMap((slot): readonly ListedKey[] => {
      const held = secrets.get(slot);
      if (held === undefined) return [];
      const print = fingerprint(held.apiKey);
      const place = placeOf(kind, resources);
      const isPrevious = slot !== kind;
      // An entry without marks, of an older version, was given the key in force.
      const isThere = place !== undefined && (place.print ?? (isPrevious ? "" : print)) === print;
      return [
        {
          key: WHOSE[kind],
          isPrevious,
          kind: keyKind(held.apiKey.reveal()).kind,
          scope: ROLE[kind] === "readwrite" ? "read-write" : "read-only",
          cache: resources[kind]?.ids["cache"] ?? resources.cache?.ids["name"] ?? null,
          fingerprint: print,
          expiresAt: expiryDate(held.expiresAt),
          usedIn: isThere ? [place.words] : [],
        },
      ];
    }),
  );
}

/** Where another key was put than the one that is in force by now, in words. */
export function placesBehind(
  { resources }: Pick<State, "resources">,
  secrets: Pick<SecretStore, "get">,
): readonly string[] {
  return KINDS.flatMap((kind) => {
    const held = secrets.get(kind);
    const { print, words } = placeOf(kind, resources) ?? {};
    const isBehind =
      held !== undefined && print !== undefined && print !== fingerprint(held.apiKey);
    return isBehind && words !== undefined ? [words] : [];
  });
}

const KINDS = ["encoderKey", "playerKey"] as const;

/** Where a key is used, and the fingerprint of the one that was put there last. */
type Place = { readonly words: string; readonly print: string | undefined };

function placeOf(
  kind: (typeof KINDS)[number],
  { channel, parameter, distribution }: State["resources"],
): Place | undefined {
  if (kind === "playerKey")
    return placeIn(distribution, "Authorization", "the Authorization header of distribution");
  return parameter?.ids["name"] === undefined
    ? placeIn(channel, "Url token", "the destination of channel")
    : placeIn(parameter, "Value", "the parameter");
}

function placeIn(entry: ResourceState | undefined, path: string, words: string): Place | undefined {
  const id = entry?.ids["id"] ?? entry?.ids["name"];
  return id === undefined ? undefined : { words: `${words} ${id}`, print: lastMark(entry, path) };
}
