import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { EXIT, LiveOriginError } from "../../config/failure.ts";
import { wouldGitCommit } from "../../platform/git-ignored.ts";
import type { StoredKey } from "../engine/resource.ts";
import { diskWriteFailure, writeNewDurably } from "./durable-file.ts";

/**
 * Writes a key as Momento's console offers it for download (`momento_key_info.json`), for its owner alone, so that it can be
 * imported again. A crash leaves nothing beside it, where git could find it: half a file is in the stack's own folder.
 * Throws KEY_FILE_EXISTS: nothing is overwritten; KEY_FILE_IN_GIT; DISK_WRITE_FAILED.
 */
export async function exportKey(
  { apiKey, refreshToken, expiresAt }: StoredKey,
  {
    path,
    restEndpoint,
    temporary,
  }: { readonly path: string; readonly restEndpoint: string; readonly temporary: string },
): Promise<void> {
  if (await wouldGitCommit(path))
    throw new LiveOriginError({
      code: "KEY_FILE_IN_GIT",
      message: `${path} is in a git work tree and not ignored there: the next commit would publish the key. Nothing was written.`,
      hint: `Add ${basename(path)} to a .gitignore of that work tree, or choose a path outside of it with --out.`,
      resource: "--out",
      exitCode: EXIT.usage,
    });
  const info = {
    apiKey: apiKey.reveal(),
    refreshToken: refreshToken?.reveal() ?? "",
    validUntil: expiresAt,
    restEndpoint,
  };
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw diskWriteFailure(path, error);
  });
  const content = `${JSON.stringify(info, null, 2)}\n`;
  if (await writeNewDurably(path, { content, temporary })) return;
  throw new LiveOriginError({
    code: "KEY_FILE_EXISTS",
    message: `${path} exists already, and a file that may hold another key is never overwritten.`,
    hint: "Choose another path with --out, or move that file away.",
    resource: "--out",
    exitCode: EXIT.usage,
  });
}
