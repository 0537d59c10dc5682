import { fingerprint } from "../../services/fingerprint.ts";
import { keyKind } from "../../services/momento/key-kind.ts";
import { PREVIOUS, ROLE, WHOSE } from "../../services/momento/key-roles.ts";
import type { SecretStore } from "../engine/resource.ts";
import type { State } from "../state/state.ts";
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

/** What there is of keys in `keys.json`, with what the state says of where they are used. */
export function listKeys(
  { resources }: Pick<State, "resources">,
  secrets: Pick<SecretStore, "get">,
): readonly ListedKey[] {
  return (["encoderKey", "playerKey"] as const).flatMap((kind) =>
    [kind, PREVIOUS[kind]].flatMap((slot): readonly ListedKey[] => {
      const held = secrets.get(slot);
      if (held === undefined) return [];
      const isPrevious = slot !== kind;
      return [
        {
          key: WHOSE[kind],
          isPrevious,
          kind: keyKind(held.apiKey.reveal()).kind,
          scope: ROLE[kind] === "readwrite" ? "read-write" : "read-only",
          cache: resources[kind]?.ids["cache"] ?? resources.cache?.ids["name"] ?? null,
          fingerprint: fingerprint(held.apiKey),
          expiresAt: expiryDate(held.expiresAt),
          usedIn: isPrevious ? [] : placesOf(kind, resources),
        },
      ];
    }),
  );
}

function placesOf(
  kind: "encoderKey" | "playerKey",
  { channel, parameter, distribution }: State["resources"],
): readonly string[] {
  if (kind === "playerKey")
    return distribution?.ids["id"] === undefined
      ? []
      : [`the Authorization header of distribution ${distribution.ids["id"]}`];
  if (parameter?.ids["name"] !== undefined) return [`the parameter ${parameter.ids["name"]}`];
  return channel?.ids["id"] === undefined
    ? []
    : [`the destination of channel ${channel.ids["id"]}`];
}
