import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { readFile, readdir, stat, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startCli, type Finished } from "../support/cli.ts";
import { rehearsal, type Rehearsal } from "../support/rehearsal.ts";
import { keySearch, type KeySearch } from "./key-parts.ts";
import { recordInFrontOf, type Exchange } from "./recorder.ts";

/** Files whose purpose is to hold keys. They must be private, and nothing else may hold one. */
const KEY_FILES = new Set(["keys.json", "sandbox.json"]);

/** A life whose every word is kept, to be searched for keys at its end. */
export type LeakLife = {
  readonly place: Rehearsal;
  readonly search: KeySearch;
  /** What went over the wire to the emulated HTTP services. */
  readonly exchanges: readonly Exchange[];
  /** Everything that somebody could read, by where it was found. */
  readonly seen: Map<string, string>;
  /** Runs a command in this process and keeps what it says and writes. */
  readonly run: (...args: readonly string[]) => Promise<Finished>;
  /** Runs it as a process of its own, watched from outside as `ps` would. */
  readonly watch: (...args: readonly string[]) => Promise<Finished>;
  readonly keep: (where: string, text: string) => void;
  /** The keys in force, as text. */
  readonly keys: () => Promise<{ readonly encoder: string; readonly player: string }>;
  /** A folder outside of the stack's, for files with keys that a user would bring. */
  readonly aside: string;
  /** Modes of all files that the program wrote, by path. */
  readonly modes: () => Promise<ReadonlyMap<string, number>>;
  /** Every place where a part of a key was found. */
  readonly leaks: () => readonly string[];
  readonly close: () => Promise<void>;
};

const RECORDED = [
  "medialive",
  "cloudfront",
  "iam",
  "sts",
  "ssm",
  "scheduler",
  "momentoRest",
  "momentoAccount",
] as const;

/** Starts a life in a folder of its own, with a recorder in front of every emulated HTTP service. */
export async function leakLife(): Promise<LeakLife> {
  const exchanges: Exchange[] = [];
  const recorders: { close: () => Promise<void> }[] = [];
  const seen = new Map<string, string>();
  let step = 0;
  const keep = (where: string, text: string): void => {
    seen.set(`${String(step).padStart(3, "0")} ${where}`, text);
  };
  const place = await rehearsal(
    { log: (line) => keep(`the sandbox's log ${seen.size}`, JSON.stringify(line)) },
    undefined,
    async (endpoints) => {
      const recorded = { ...endpoints };
      for (const service of RECORDED) {
        const recorder = await recordInFrontOf(service, endpoints[service], exchanges);
        recorders.push(recorder);
        recorded[service] = recorder.url;
      }
      return recorded;
    },
  );
  const superUser = place.sandbox.momentoApiKey;
  const search = keySearch();
  search.add(superUser);
  search.add(place.sandbox.momentoAccountKey);
  const stackFolder = join(place.path, ".live-origin/sandbox/live-origin");

  const learn = async (): Promise<void> => {
    const text = await readFile(join(stackFolder, "keys.json"), "utf8").catch(() => "{}");
    for (const [, key] of text.matchAll(/"(?:apiKey|refreshToken)": "([^"]+)"/g))
      search.add(key ?? "");
  };
  const afterwards = async (args: readonly string[], run: Finished): Promise<void> => {
    await learn();
    keep(`stdout of ${args.join(" ")}`, run.stdout);
    keep(`stderr of ${args.join(" ")}`, run.stderr);
    for (const path of await filesIn(place.path))
      if (!KEY_FILES.has(path.split("/").at(-1) ?? ""))
        keep(`file ${path}`, await readFile(join(place.path, path), "latin1").catch(() => ""));
  };
  const aside = join(place.path, "..", `${place.path.split("/").at(-1)}-aside`);
  await mkdir(aside);
  return {
    place,
    search,
    exchanges,
    seen,
    keep,
    aside,
    run: async (...args) => {
      step += 1;
      const run = await place.run(args);
      await afterwards(args, run);
      return run;
    },
    watch: async (...args) => {
      step += 1;
      const running = startCli([...args, "--sandbox"], { cwd: place.path });
      const titles = new Set<string>();
      const looking = setInterval(() => {
        for (const title of titlesUnder(running.child.pid ?? 0)) titles.add(title);
      }, 15);
      const run = await running.finished;
      clearInterval(looking);
      keep(`titles and arguments of ${args.join(" ")}`, [...titles].join("\n"));
      await afterwards(args, run);
      return run;
    },
    keys: async () => {
      const text = await readFile(join(stackFolder, "keys.json"), "utf8");
      const keys = JSON.parse(text) as Record<"encoderKey" | "playerKey", { apiKey: string }>;
      return { encoder: keys.encoderKey.apiKey, player: keys.playerKey.apiKey };
    },
    modes: async () => {
      const modes = new Map<string, number>();
      for (const path of await filesIn(place.path))
        modes.set(path, (await stat(join(place.path, path))).mode & 0o777);
      return modes;
    },
    leaks: () =>
      [...seen].flatMap(([where, text]) => {
        const part = search.find(text);
        return part === undefined ? [] : [`${where}: …${part}…`];
      }),
    close: async () => {
      await place.close();
      for (const recorder of recorders) await recorder.close();
      execFileSync("rm", ["-r", aside]);
    },
  };
}

/** Writes a downloaded key file where the user would keep it. */
export async function writeKeyFile(life: LeakLife, name: string, apiKey: string): Promise<string> {
  const path = join(life.aside, name);
  await writeFile(path, JSON.stringify({ apiKey, validUntil: 4_000_000_000 }), { mode: 0o600 });
  return path;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

/** What `ps` shows of a process and of those that it started: names and arguments, never the environment. */
function titlesUnder(pid: number): readonly string[] {
  try {
    const own = ["cmdline", "comm", "status"].map((name) =>
      readFileSync(`/proc/${pid}/${name}`, "latin1"),
    );
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, "latin1").trim().split(" "),
    );
    const started = children.filter((child) => child !== "").map(Number);
    return [...own, ...started.flatMap(titlesUnder)];
  } catch {
    // It has ended since.
    return [];
  }
}
