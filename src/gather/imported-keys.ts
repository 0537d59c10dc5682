import type { StoredKey } from "../core/engine/resource.ts";
import { readApiKey } from "../services/momento/api-key.ts";
import { EXIT, LiveOriginError } from "../config/failure.ts";
import { Secret } from "../config/secret.ts";
import type { Invocation } from "../cli/command.ts";
import { readKeyFile } from "./find-momento-key.ts";

/** Keys that the user made by hand and brings along. */
export type ImportedKeys = {
  readonly encoderKey?: StoredKey | undefined;
  readonly playerKey?: StoredKey | undefined;
};

/**
 * Reads `--encoder-key-file` and `--player-key-file` and checks their form against the stack's cell. Throws USAGE,
 * KEY_OF_ANOTHER_CELL, MOMENTO_HOST_FOREIGN and the MOMENTO_KEY_… codes. Whether they may do what they are for is tried against the cache later.
 */
export async function readImportedKeys(
  invocation: Invocation,
  cell: string | undefined,
): Promise<ImportedKeys> {
  const read = async (flag: string, value: unknown): Promise<StoredKey | undefined> => {
    if (typeof value !== "string") return undefined;
    const isRehearsal = invocation.flags["sandbox"] === true;
    const found = await readKeyFile(invocation.context, value, { flag, isRehearsal });
    const now = invocation.context.clock.now();
    const key = readApiKey(found.text, { from: found.from, endpoint: found.endpoint, cell, now });
    if (cell !== undefined && key.endpoint !== cell) throw anotherCell(flag, key.endpoint, cell);
    if (found.validUntil !== undefined && found.validUntil > 0 && found.validUntil * 1000 <= now)
      throw expired(flag, found.from, found.validUntil);
    return {
      apiKey: key.apiKey,
      refreshToken: found.refreshToken === undefined ? undefined : Secret.of(found.refreshToken),
      endpoint: key.endpoint,
      expiresAt: found.validUntil ?? key.expiresAt ?? 0,
    };
  };
  const [encoderKey, playerKey] = [
    await read("--encoder-key-file", invocation.flags["encoderKeyFile"]),
    await read("--player-key-file", invocation.flags["playerKeyFile"]),
  ];
  return { encoderKey, playerKey };
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
