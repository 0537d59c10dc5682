import { resolveImport, type SourceFile } from "./source-files.ts";

/** Every circle of imports, types included, as the paths that make it; the shortest way round of each. */
export function circles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const targets = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.flatMap((specifier) => resolveImport(path, specifier) ?? []),
    ]),
  );
  const found = new Map<string, readonly string[]>();
  for (const start of targets.keys()) {
    const way = wayBack(start, targets);
    if (way === undefined) continue;
    const key = [...way].toSorted().join();
    if (!found.has(key)) found.set(key, [...way, start]);
  }
  return [...found.values()];
}

/** The shortest way from a file back to itself. */
function wayBack(
  start: string,
  targets: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const path of queue)
    for (const target of targets.get(path) ?? []) {
      if (target === start) return trace(start, path, cameFrom);
      if (cameFrom.has(target)) continue;
      cameFrom.set(target, path);
      queue.push(target);
    }
  return undefined;
}

function trace(
  start: string,
  end: string,
  cameFrom: ReadonlyMap<string, string>,
): readonly string[] {
  const way = [end];
  for (let path = end; path !== start; path = cameFrom.get(path) ?? start)
    way.unshift(cameFrom.get(path) ?? start);
  return way;
}
