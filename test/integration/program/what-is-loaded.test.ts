import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

/** What its core is made of. */
const OF_INQUIRER = [
  "cli-width",
  "fast-string-truncated-width",
  "fast-string-width",
  "fast-wrap-ansi",
  "mute-stream",
  "signal-exit",
];

type Chunk = {
  readonly bytes: number;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly entryPoint?: string;
};

describe("what is loaded, from the bundler's account of it", () => {
  let chunks: ReadonlyMap<string, Chunk>;
  beforeAll(async () => {
    const text = await readFile(join(ROOT, "dist/metafile.json"), "utf8");
    chunks = new Map(
      Object.entries((JSON.parse(text) as { outputs: Record<string, Chunk> }).outputs),
    );
  });

  const entry = (name: string): string => {
    const found = [...chunks].find(([, { entryPoint }]) => entryPoint?.endsWith(name));
    if (found === undefined) throw new Error(`${name} is loaded by nobody`);
    return found[0];
  };
  /** These files and all that they import at once. */
  const loadedWith = (...files: readonly string[]): ReadonlySet<string> => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const { path, kind } of chunks.get(file)?.imports ?? [])
        if (kind === "import-statement" && chunks.has(path)) visit(path);
    };
    files.forEach(visit);
    return seen;
  };
  const packagesIn = (files: ReadonlySet<string>): readonly string[] => {
    const inputs = [...files].flatMap((file) => Object.keys(chunks.get(file)?.inputs ?? {}));
    const names = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    return [...new Set(names.filter((name) => name !== undefined))].toSorted();
  };
  const bytes = (files: ReadonlySet<string>): number =>
    [...files].reduce((sum, file) => sum + (chunks.get(file)?.bytes ?? 0), 0);

  test("a usage error loads two or three files and no package", () => {
    const files = loadedWith("dist/main.js");
    expect(files.size).toBeLessThanOrEqual(3);
    expect(bytes(files)).toBeLessThan(75_000);
    expect(packagesIn(files)).toEqual([]);
  });

  test("status in an empty folder needs no more packages", () => {
    const files = loadedWith("dist/main.js", entry("src/cli/look-first.ts"));
    expect(files.size).toBeLessThanOrEqual(7);
    expect(packagesIn(files)).toEqual([]);
  });

  test("the first question is asked before schemas, SDKs and playlists are read", () => {
    const files = loadedWith("dist/main.js", entry("src/terminal/prompt/choice-prompt.ts"));
    expect(files.size).toBeLessThanOrEqual(6);
    expect(bytes(files)).toBeLessThan(105_000);
    const others = packagesIn(files).filter((name) => !name.startsWith("@inquirer/"));
    expect(others).toEqual(OF_INQUIRER);
    const imported = [...files].flatMap((file) => chunks.get(file)?.imports ?? []);
    expect(imported.map(({ path }) => path)).not.toContain("node:crypto");
  });

  test("Momento's SDK comes with its client alone, and the sandbox's gRPC server without it", () => {
    const holders = [...chunks].filter(([file]) =>
      packagesIn(new Set([file])).includes("@gomomento/sdk"),
    );
    const client = entry("src/services/momento/client.ts");
    expect(holders.map(([file]) => file)).toEqual([client]);
    const others = [...chunks.values()].filter(({ imports }) =>
      imports.some(({ path, kind }) => path === client && kind === "import-statement"),
    );
    expect(others).toEqual([]);
  });
});
