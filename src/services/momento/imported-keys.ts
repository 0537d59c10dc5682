import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { Secret } from "../../config/secret.ts";
import type { StoredKey } from "../../core/engine/resource.ts";
import { readApiKey } from "./api-key.ts";
import type { FoundKey } from "./found-key.ts";

/** Keys that the user made by hand and brings along. */
export type ImportedKeys = {
  readonly encoderKey?: StoredKey | undefined;
  readonly playerKey?: StoredKey | undefined;
};

/** The same as they were read from their files, not yet judged. */
export type GivenKeys = {
  readonly encoderKey?: FoundKey | undefined;
  readonly playerKey?: FoundKey | undefined;
};

const FLAGS = { encoderKey: "--encoder-key-file", playerKey: "--player-key-file" } as const;

/**
 * Checks the form of keys that the user brings against the stack's cell, a bare host. Throws KEY_OF_ANOTHER_CELL,
 * MOMENTO_KEY_EXPIRED and the MOMENTO_KEY_… codes. Whether they may do what they are for is tried against the cache later.
 */
export function importKeys(
  given: GivenKeys,
  { cell, now }: { readonly cell: string; readonly now: number },
): ImportedKeys {
  const judged = (kind: keyof GivenKeys): StoredKey | undefined => {
    const found = given[kind];
    if (found === undefined) return undefined;
    const key = readApiKey(found.text, { from: found.from, endpoint: found.endpoint, cell, now });
    if (key.endpoint !== cell) throw anotherCell(FLAGS[kind], key.endpoint, cell);
    if (found.validUntil !== undefined && found.validUntil > 0 && found.validUntil * 1000 <= now)
      throw expired(FLAGS[kind], found.from, found.validUntil);
    return {
      apiKey: key.apiKey,
      refreshToken: found.refreshToken === undefined ? undefined : Secret.of(found.refreshToken),
      endpoint: key.endpoint,
      expiresAt: found.validUntil ?? key.expiresAt ?? 0,
    };
  };
  return { encoderKey: judged("encoderKey"), playerKey: judged("playerKey") };
}

function anotherCell(flag: string, endpoint: string, cell: string): LiveOriginError {
  return new LiveOriginError({
    code: "KEY_OF_ANOTHER_CELL",
    message: `The key of ${flag} belongs to ${endpoint}; this stack's cache is in ${cell}.`,
    hint: "Make a key in the cell of the cache (the console shows the region), or choose the other cell with --momento-endpoint and a key of it.",
    resource: flag,
    exitCode: EXIT.usage,
  });
}

function expired(flag: string, from: string, validUntil: number): LiveOriginError {
  return new LiveOriginError({
    code: "MOMENTO_KEY_EXPIRED",
    message: `The key of ${flag} (${from}) expired on ${new Date(validUntil * 1000).toISOString()}.`,
    hint: "Make a new one in the Momento console (https://console.gomomento.com/api-keys).",
    resource: flag,
    exitCode: EXIT.usage,
  });
}
