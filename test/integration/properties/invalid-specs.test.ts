import fc from "fast-check";
import { createServer, type AddressInfo } from "node:net";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FIELDS } from "../../../src/config/fields/fields.ts";
import { arbitraryConfig } from "../../unit/config/arbitrary-config.ts";
import { resolved } from "../../unit/config/given.ts";
import { runInProcess } from "./in-process.ts";
import { seeded } from "../../unit/seeded.ts";

let cwd: string;
let touched = 0;
const trap = createServer((socket) => {
  touched += 1;
  socket.destroy();
});

beforeAll(async () => {
  await new Promise<void>((done) => trap.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}`;
  cwd = await mkdtemp(join(tmpdir(), "live-origin-specs-"));
  await mkdir(join(cwd, ".live-origin"));
  const names = ["medialive", "cloudfront", "iam", "sts", "ssm", "momentoRest", "momentoAccount"];
  await writeFile(
    join(cwd, ".live-origin/sandbox.json"),
    JSON.stringify({
      id: "trap",
      pid: process.pid,
      endpoints: {
        ...Object.fromEntries(names.map((name) => [name, url])),
        momentoGrpc: url.slice("http://".length),
      },
      momentoApiKey: "none",
      defaults: {},
    }),
  );
});
afterAll(async () => {
  await new Promise((done) => trap.close(done));
  await rm(cwd, { recursive: true, force: true });
});

const paths = [
  ...["name", "region", "origin", "channel", "cdn", "$schema", "extra"].map((name) => [name]),
  ...["input", "ladder", "hls", "segmentSeconds", "gopSeconds", "encoderAuth"].map((name) => [
    "channel",
    name,
  ]),
  ...["ttlSeconds", "keyDays", "endpoint"].map((name) => ["origin", name]),
  ...["masterPlaylist", "playlistCacheSeconds", "cors"].map((name) => ["cdn", name]),
];

function damaged(config: unknown, path: readonly string[], junk: unknown): unknown {
  const file: Record<string, unknown> = JSON.parse(JSON.stringify(config));
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((tree, key) => {
    const inner: Record<string, unknown> = { ...Object(tree[key]) };
    tree[key] = inner;
    return inner;
  }, file);
  parent[path.at(-1) ?? ""] = junk;
  return file;
}

/** Runs a command with this file and says what it did to the network and the folder. */
async function told(argv: readonly string[], text: string) {
  await writeFile(join(cwd, "live-origin.json"), text);
  touched = 0;
  const run = await runInProcess([...argv, "--sandbox", "--json"], { cwd });
  return { ...run, touched, left: (await readdir(cwd)).toSorted() };
}

const UNTOUCHED = [".live-origin", "live-origin.json"];

test("an invalid file reaches no cloud and no disk, and is refused with every problem at once", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      arbitraryConfig,
      fc.constantFrom(...paths),
      fc.jsonValue(),
      async (config, path, junk) => {
        const file = damaged(config, path, junk);
        const resolution = resolved({ file });
        if (resolution.ok || resolution.problems.length === 0) return;
        refused += 1;
        const run = await told(["init", "--yes"], JSON.stringify(file));
        expect(run.code, run.stdout).toBe(2);
        expect(run.touched).toBe(0);
        expect(run.left).toEqual(UNTOUCHED);
        const { error } = JSON.parse(run.stdout) as { error: { code: string } };
        expect(error.code).not.toBe("BUG");
      },
    ),
    seeded("damaged files", 400),
  );
  expect(refused).toBeGreaterThan(20);
});

test("text that is no file of ours ends with a message", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.string(), fc.json(), fc.stringMatching(/^[{["][^}]{0,40}$/)),
      async (text) => {
        const run = await told(["init", "--yes", "--no-input"], text);
        const { error } = JSON.parse(run.stdout) as { error: { code: string } };
        expect([1, 2, 4], run.stdout).toContain(run.code);
        expect(error.code).not.toBe("BUG");
        expect(run.left).toEqual(UNTOUCHED);
      },
    ),
    seeded("junk for a file", 300),
  );
});

test("flags of any content never crash a command, and invalid ones reach no cloud and no disk", async () => {
  const flags = FIELDS.filter(({ kind }) => kind !== "boolean").map(({ flag }) => flag);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("init", "create-origin", "create-channel", "create-cdn", "teardown"),
      fc.array(fc.tuple(fc.constantFrom(...flags), fc.string()), { minLength: 1, maxLength: 4 }),
      fc.constantFrom<readonly string[]>(["--dry-run", "--offline"], ["--yes"]),
      async (command, given, how) => {
        const run = await told([command, ...how, ...given.flat()], "{}");
        if (how.includes("--offline") || run.code === 2) {
          expect(run.touched).toBe(0);
          expect(run.left).toEqual(UNTOUCHED);
        }
        if (run.code === 0) return;
        const { error } = JSON.parse(run.stdout) as { error: { code: string } };
        expect(error.code, run.stdout).not.toBe("BUG");
      },
    ),
    seeded("junk for flags", 600),
  );
});
