import { readFile, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, parse, relative, sep } from "node:path";
import ignore from "ignore";

/**
 * Would git commit a new file of this path: is it in a work tree, and ignored by none of its `.gitignore` files nor by
 * `.git/info/exclude`? Rules of the user's own (`core.excludesFile`) are not read: where those alone ignore it, the answer is
 * yes. Reads files only, and runs no git (gitignore documentation: the last rule that matches decides, deeper files last).
 */
export async function wouldGitCommit(named: string): Promise<boolean> {
  // Git knows the folder behind a link, and nothing through the link.
  const path = join(await realFolder(dirname(named)), basename(named));
  const root = await workTreeOf(dirname(path));
  if (root === undefined) return false;
  const folders = foldersBetween(root, dirname(path));
  let isIgnored = await judged({
    rules: join(root, ".git/info/exclude"),
    base: root,
    path,
    before: false,
  });
  for (const folder of folders)
    isIgnored = await judged({
      rules: join(folder, ".gitignore"),
      base: folder,
      path,
      before: isIgnored,
    });
  return !isIgnored;
}

/** A folder as it is reached without links, as far as it is there. */
async function realFolder(folder: string): Promise<string> {
  const above = dirname(folder);
  return realpath(folder).catch(async () =>
    above === folder ? folder : join(await realFolder(above), basename(folder)),
  );
}

async function workTreeOf(folder: string): Promise<string | undefined> {
  for (let here = folder; ; here = dirname(here)) {
    // A file in a linked work tree and in a submodule.
    if (await isThere(join(here, ".git"))) return here;
    if (here === parse(here).root) return undefined;
  }
}

function foldersBetween(root: string, folder: string): readonly string[] {
  const steps = relative(root, folder)
    .split(sep)
    .filter((step) => step !== "");
  return steps.reduce<readonly string[]>(
    (all, step) => [...all, join(all.at(-1) ?? root, step)],
    [root],
  );
}

async function judged({
  rules,
  base,
  path,
  before,
}: {
  readonly rules: string;
  readonly base: string;
  readonly path: string;
  readonly before: boolean;
}): Promise<boolean> {
  const text = await readFile(rules, "utf8").catch(() => undefined);
  if (text === undefined) return before;
  const name = relative(base, path).split(sep).join("/");
  const { ignored, unignored } = ignore().add(text).test(name);
  return ignored || (before && !unignored);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
