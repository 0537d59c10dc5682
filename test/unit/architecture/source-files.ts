import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

export type SourceFile = {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Module specifiers that are imported or re-exported, static and dynamic, types included. */
  readonly imports: readonly string[];
};

const IMPORT = /\b(?:from\s+|import\s+|import\(\s*)"([^"]+)"/g;

/** Every TypeScript file below `folder`. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      const text = readFileSync(full, "utf8");
      return {
        path: relative(ROOT, full).replaceAll("\\", "/"),
        text,
        lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0),
        imports: [...text.matchAll(IMPORT)].map((match) => match[1] ?? ""),
      };
    });
}

const OWN_ROOMS = ["core/engine", "core/state", "core/stack", "play/page", "play/server"];

/**
 * The room that a path is in: `src/services/momento/x.ts` → `services`, `src/core/keys/x.ts` → `core/jobs`; a file directly in
 * `src` is its own room.
 */
export function roomOf(path: string): string {
  const [, room = "", inner = ""] = path.replace(/\.ts$/, "").split("/");
  if (OWN_ROOMS.includes(`${room}/${inner}`)) return `${room}/${inner}`;
  if (room === "core" && path.split("/").length > 3) return "core/jobs";
  return room;
}

/** Resolves a relative import to a repository path; undefined for packages. */
export function resolveImport(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return relative(ROOT, resolve(ROOT, dirname(from), specifier)).replaceAll("\\", "/");
}
