import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

  describe("without packages, and without any command's code but what reads flags", () => {
    let home = "";
    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), "live-origin-loaded-"));
      for (const part of ["bin", "dist", "package.json"])
        await cp(join(ROOT, part), join(home, part), { recursive: true });
      const code = /src\/(?:commands\/(?!sandbox\.ts)|sandbox\/start\.ts|rehearsal\/serve-)/;
      const isLeftOut = (file: string, { entryPoint = "" }: Chunk): boolean =>
        code.test(entryPoint) || packagesIn(new Set([file])).length > 0;
      for (const [file, chunk] of chunks) if (isLeftOut(file, chunk)) await rm(join(home, file));
    });
    afterAll(() => rm(home, { recursive: true, force: true }));

    test.concurrent.each([
      ["init --rung x", 2, '"x" is not a rung'],
      ["init --rung a=641x480@30,500,64", 2, "channel.ladder.0.width"],
      ["init --input nonsense --no-input", 2, "must be rtmp-push"],
      ["init --input rtp-push --cidr 10.0.0.0/33 --cidr x", 2, "channel.input.cidrs.1"],
      ["init --input hls-pull --input-url s3://a/b.m3u8", 2, "begins with s3://"],
      ["init --ttl-seconds abc --sandbox --yes", 2, "must be a whole number, not"],
      ["init --gop-seconds 7 --sandbox --yes", 2, "channel."],
      ["create-cdn --name b", 2, "must be 3 to 32 lower-case letters"],
      ["create-origin --key-days 0 --ttl-seconds 0", 2, "2 settings are not valid"],
      ["create-channel --stop-after 31d", 2, "30 days at most"],
      ["status --name b", 2, "is not a valid stack name"],
      ["stop --name b", 2, "is not a valid stack name"],
      ["verify --url nonsense", 2, "is not an http or https address"],
      ["play --url nonsense", 2, "is not an http or https address"],
      ["keys print", 2, "is not understood"],
      ["sandbox --quota x", 2, "is not NAME=COUNT"],
      ["sandbox --memory 0", 2, "from 1 to 9,999,999"],
      ["sandbox --reading x", 2, "counter=_|-"],
      ["status --sandbox", 4, "No sandbox is running in this folder"],
      ["status --all", 0, "No stack was made in this folder"],
    ])("%s", async (line, exit, words) => {
      const cwd = join(home, line.replaceAll(/\W/g, "_"));
      await mkdir(cwd);
      const args = [join(home, "bin/live-origin.js"), ...line.split(" ")];
      const env = { PATH: process.env["PATH"], HOME: cwd };
      const child = spawn(process.execPath, args, { cwd, env });
      const said = Promise.all([text(child.stdout), text(child.stderr)]);
      const [code] = (await once(child, "close")) as [number];
      expect([code, (await said).join("")]).toEqual([exit, expect.stringContaining(words)]);
    });
  });
});
