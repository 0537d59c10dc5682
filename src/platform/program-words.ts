import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Environment } from "./environment.ts";

const NAME = "live-origin";

/** What a process knows of its own start. */
export type ProgramFacts = {
  /** The script as Node was given it, absolute: `process.argv[1]`. */
  readonly script: string;
  readonly cwd: string;
  readonly env: Environment;
};

/**
 * The words that start this program again as it was started: `npx live-origin`, `npx ./live-origin-0.1.0.tgz`, `npx .`,
 * `pnpm dlx live-origin`, `live-origin` where the shell would find this very file by its name, else `node` and the script.
 */
export function programWords({ script, cwd, env }: ProgramFacts): readonly string[] {
  const parts = script.split(sep);
  const modules = parts.lastIndexOf("node_modules");
  if (modules > 0) {
    const folder = parts.slice(0, modules).join(sep);
    const isOfPnpm = env["npm_config_user_agent"]?.startsWith("pnpm/") === true;
    if (parts[modules - 2] === "_npx") return ["npx", packageOf(folder, cwd)];
    if (isOfPnpm && parts.includes("dlx")) return ["pnpm", "dlx", NAME];
    const isAbove = `${cwd}${sep}`.startsWith(folder === "" ? sep : `${folder}${sep}`);
    if (isAbove) return [isOfPnpm ? "pnpm" : "npx", NAME];
  }
  if (isOnPath(script, env)) return [NAME];
  const short = relative(cwd, script);
  return ["node", short.length < script.length && !isAbsolute(short) ? short : script];
}

/** What npx was told to run: npm notes it in the folder that it runs a package from. */
function packageOf(folder: string, cwd: string): string {
  try {
    const noted = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      readonly dependencies?: Readonly<Record<string, unknown>>;
      readonly _npx?: { readonly packages?: readonly unknown[] };
    };
    const from = noted.dependencies?.[NAME];
    if (typeof from === "string" && from.startsWith("file:"))
      return fileWord(resolve(folder, from.slice("file:".length)), cwd);
    const [asked] = noted._npx?.packages ?? [];
    return typeof asked === "string" && !asked.startsWith("-") ? asked : NAME;
  } catch {
    return NAME;
  }
}

/** A package on this disk, as npx takes it: `.`, `./live-origin-0.1.0.tgz`, or absolute where that is shorter. */
function fileWord(path: string, cwd: string): string {
  const short = relative(cwd, path);
  if (short === "") return ".";
  if (isAbsolute(short)) return path;
  const word = short.startsWith("..") ? short : `.${sep}${short}`;
  return word.length < path.length ? word : path;
}

/** Would a shell find this very script by our name? npm's own folders are on the path of its children alone. */
function isOnPath(script: string, env: Environment): boolean {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (!isAbsolute(folder) || folder.endsWith(join("node_modules", ".bin"))) continue;
    const found = [NAME, `${NAME}.cmd`].some((name) => existsSync(join(folder, name)));
    if (!found) continue;
    // On Windows npm puts a script of its own there, beside the packages.
    const beside = join(folder, "node_modules", NAME, "bin", `${NAME}.js`);
    const real = realPath(script);
    return [join(folder, NAME), beside].some(
      (path) => real !== undefined && realPath(path) === real,
    );
  }
  return false;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
