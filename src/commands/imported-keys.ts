import type { StoredKey } from "../provision/resource.ts";
import { readApiKey } from "../services/momento/api-key.ts";
import { normaliseEndpoint } from "../spec/momento-endpoint.ts";
import { Secret } from "../spec/secret.ts";
import type { Invocation } from "./catalog.ts";
import { readKeyFile } from "./momento-key.ts";

/** Keys that the user made by hand and brings along. */
export type ImportedKeys = {
  readonly encoderKey?: StoredKey | undefined;
  readonly playerKey?: StoredKey | undefined;
};

/** Reads `--encoder-key-file` and `--player-key-file` and checks their form. Throws USAGE and the MOMENTO_KEY_… codes. */
export async function readImportedKeys(
  invocation: Invocation,
  endpoint: string | undefined,
): Promise<ImportedKeys> {
  const read = async (flag: string, value: unknown): Promise<StoredKey | undefined> => {
    if (typeof value !== "string") return undefined;
    const found = await readKeyFile(invocation.context, value, flag);
    const given = found.endpoint === undefined ? undefined : normaliseEndpoint(found.endpoint);
    const key = readApiKey(found.text, {
      from: found.from,
      endpoint: given ?? endpoint,
      now: invocation.context.clock.now(),
    });
    return {
      apiKey: key.apiKey,
      refreshToken: found.refreshToken === undefined ? undefined : Secret.of(found.refreshToken),
      endpoint: key.endpoint,
      expiresAt: found.validUntil ?? key.expiresAt ?? 0,
    };
  };
  return {
    encoderKey: await read("--encoder-key-file", invocation.flags["encoderKeyFile"]),
    playerKey: await read("--player-key-file", invocation.flags["playerKeyFile"]),
  };
}
