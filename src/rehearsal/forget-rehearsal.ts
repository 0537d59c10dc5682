import { forgetStack, removeEmptyFolders, stackFiles } from "../core/state/stack-files.ts";

/** Removes what a rehearsal left on disk whose sandbox ends with this run: there is nothing it could be used on. */
export async function forgetRehearsal(cwd: string, name: string): Promise<void> {
  const files = stackFiles(cwd, name, true);
  await forgetStack(files);
  await removeEmptyFolders(cwd, files);
}
