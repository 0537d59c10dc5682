import type { KeySlot } from "../../core/engine/resource.ts";
import type { KeyRole } from "./requests.ts";

export type AccessKeyKind = "encoderKey" | "playerKey";

/** Whose key it is, as a person reads it. */
export const WHOSE = { encoderKey: "encoder", playerKey: "player" } as const;

/** What each key may do with its one cache. */
export const ROLE: Readonly<Record<AccessKeyKind, KeyRole>> = {
  encoderKey: "readwrite",
  playerKey: "readonly",
};

/** Where the key before it is kept until the new one is seen working. */
export const PREVIOUS: Readonly<Record<AccessKeyKind, KeySlot>> = {
  encoderKey: "previousEncoderKey",
  playerKey: "previousPlayerKey",
};
