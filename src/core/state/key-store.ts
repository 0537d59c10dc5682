import { z } from "zod";
import { LiveOriginError } from "../../config/failure.ts";
import { Secret } from "../../config/secret.ts";
import { parseJson } from "../../config/text/parse-json.ts";
import { writeDurably } from "./durable-file.ts";
import { readIfThere } from "./read-text.ts";
import { rebuildCommand } from "./rebuild-command.ts";
import type { KeySlot, SecretStore, StoredKey } from "../engine/resource.ts";

const storedKey = z.object({
  apiKey: z.string(),
  refreshToken: z.string().optional(),
  endpoint: z.string().optional(),
  expiresAt: z.number(),
  keyId: z.string().optional(),
  roleId: z.string().optional(),
});
const keysFile = z.object({
  version: z.literal(1),
  encoderKey: storedKey.optional(),
  playerKey: storedKey.optional(),
  previousEncoderKey: storedKey.optional(),
  previousPlayerKey: storedKey.optional(),
});

type KeysOnDisk = z.infer<typeof keysFile>;

/**
 * Opens `keys.json`, the only file that holds secrets (0600). Every `put` is durable before it resolves, so that a key
 * is never used before it is safe. Throws KEYS_DAMAGED and leaves the file alone when it is not what we wrote.
 */
export async function openKeyStore(path: string): Promise<SecretStore> {
  const text = await readIfThere(path);
  let keys: KeysOnDisk = text === undefined ? { version: 1 } : parseKeys(text, path);
  let queue: Promise<void> = Promise.resolve();
  const save = (change: (before: KeysOnDisk) => KeysOnDisk): Promise<void> => {
    const next = queue.then(async () => {
      keys = change(keys);
      await writeDurably(path, `${JSON.stringify(keys, null, 2)}\n`);
    });
    queue = next.catch(() => undefined);
    return next;
  };
  return {
    get: (kind) => fromDisk(keys[kind]),
    put: (kind, key) => save((before) => ({ ...before, [kind]: toDisk(key) })),
    remove: (kind) =>
      keys[kind] === undefined
        ? Promise.resolve()
        : save(({ [kind]: _gone, ...rest }) => ({ ...rest, version: 1 })),
  };
}

/** A store that holds these keys and writes nothing: for plans. */
export function memoryKeyStore(
  keys: Readonly<Partial<Record<KeySlot, StoredKey | undefined>>>,
): SecretStore {
  const refuse = (): Promise<void> => Promise.reject(new Error("a plan tried to store a key"));
  return { get: (kind) => keys[kind], put: refuse, remove: refuse };
}

function parseKeys(text: string, path: string): KeysOnDisk {
  try {
    return keysFile.parse(parseJson(text));
  } catch {
    // The cause is dropped on purpose: a parse error may quote the key.
    throw new LiveOriginError({
      code: "KEYS_DAMAGED",
      message: `${path} is damaged or was edited by hand. It is left as it is.`,
      hint: `Restore it from a backup, or read the keys back from where they are used: ${rebuildCommand(path)}`,
      resource: path,
    });
  }
}

function fromDisk(key: KeysOnDisk[KeySlot]): StoredKey | undefined {
  if (key === undefined) return undefined;
  return {
    apiKey: Secret.of(key.apiKey),
    refreshToken: key.refreshToken === undefined ? undefined : Secret.of(key.refreshToken),
    endpoint: key.endpoint,
    expiresAt: key.expiresAt,
    ...(key.keyId === undefined ? {} : { keyId: key.keyId }),
    ...(key.roleId === undefined ? {} : { roleId: key.roleId }),
  };
}

function toDisk(key: StoredKey): NonNullable<KeysOnDisk[KeySlot]> {
  return {
    apiKey: key.apiKey.reveal(),
    ...(key.refreshToken === undefined ? {} : { refreshToken: key.refreshToken.reveal() }),
    ...(key.endpoint === undefined ? {} : { endpoint: key.endpoint }),
    expiresAt: key.expiresAt,
    ...(key.keyId === undefined ? {} : { keyId: key.keyId }),
    ...(key.roleId === undefined ? {} : { roleId: key.roleId }),
  };
}
