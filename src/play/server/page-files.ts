import { readFile } from "node:fs/promises";

export type PageFile = { readonly contentType: string; readonly body: Buffer };

const TYPES = {
  "page.html": "text/html; charset=utf-8",
  "page.css": "text/css; charset=utf-8",
  "page.js": "text/javascript; charset=utf-8",
} as const;

/** The page as the build left it beside the bundle, by path. Throws what reading throws: without them the package is broken. */
export async function readPageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const read = async (name: keyof typeof TYPES, path: string): Promise<[string, PageFile]> => {
    const body = await readFile(new URL(`./player/${name}`, import.meta.url));
    return [path, { contentType: TYPES[name], body }];
  };
  return new Map(
    await Promise.all([
      read("page.html", "/"),
      read("page.css", "/page.css"),
      read("page.js", "/page.js"),
    ]),
  );
}
