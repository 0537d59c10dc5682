import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  CreateCacheResponse,
  ExpiresIn,
  GenerateApiKeyResponse,
  PermissionScopes,
} from "@gomomento/sdk";
import type { RunningSandbox } from "../../../src/sandbox/index.ts";
import { clientsFor } from "./momento-clients.ts";

/** Makes a cache and two fine-grained keys as Momento's support makes them, and their files; returns the flags that name them. */
export async function keysFromSupport(
  sandbox: RunningSandbox,
  {
    folder,
    cache,
    batch = "",
  }: { readonly folder: string; readonly cache: string; readonly batch?: string },
): Promise<readonly string[]> {
  const momento = clientsFor(sandbox.momentoApiKey, sandbox.endpoints.momentoGrpc);
  const made = await momento.cache.createCache(cache);
  momento.close();
  if (made.type === CreateCacheResponse.Error) throw made.innerException();
  const fileOf = async (
    name: string,
    scope: ReturnType<typeof PermissionScopes.cacheReadOnly>,
  ): Promise<string> => {
    const answer = await momento.auth.generateApiKey(scope, ExpiresIn.days(30));
    if (answer.type !== GenerateApiKeyResponse.Success) throw new Error(answer.toString());
    const { apiKey, refreshToken, endpoint } = answer;
    const content = {
      apiKey,
      refreshToken,
      validUntil: answer.expiresAt.epoch(),
      restEndpoint: `https://api.cache.${endpoint}`,
    };
    const path = join(folder, `${name}${batch}.json`);
    await writeFile(path, JSON.stringify(content));
    return path;
  };
  return [
    ...["--encoder-key-file", await fileOf("encoder", PermissionScopes.cacheReadWrite(cache))],
    ...["--player-key-file", await fileOf("player", PermissionScopes.cacheReadOnly(cache))],
  ];
}
