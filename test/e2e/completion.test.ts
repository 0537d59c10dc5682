import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AWS_REGIONS } from "../../src/config/aws-regions.ts";
import { COMMANDS } from "../../src/cli/catalog.ts";
import { scratchFolder } from "../integration/support/cli.ts";
import { type Complete, fish, zsh } from "./support/shells.ts";

vi.setConfig({ testTimeout: 30_000 });

let folder: Awaited<ReturnType<typeof scratchFolder>>;
beforeEach(async () => {
  folder = await scratchFolder();
});
afterEach(() => folder.remove());

describe.each([
  ["zsh", zsh],
  ["fish", fish],
])("in a real %s", (_name, open) => {
  let complete: Complete;
  beforeEach(async () => {
    complete = await open(folder.path);
  });

  test("every command is offered, and the beginning of one narrows them down", async () => {
    expect(await complete("live-origin ")).toEqual(
      expect.arrayContaining(COMMANDS.map(({ name }) => name)),
    );
    expect((await complete("live-origin create-")).toSorted()).toEqual([
      "create-cdn",
      "create-channel",
      "create-origin",
    ]);
  });

  test("a command's own flags are offered and no others", async () => {
    expect((await complete("live-origin init --seg")).toSorted()).toEqual([
      "--segment-names",
      "--segment-seconds",
    ]);
    expect(await complete("live-origin teardown --orph")).toEqual(["--orphans"]);
    expect(await complete("live-origin init --orph")).toEqual([]);
  });

  test("presets, regions and the shells themselves are offered", async () => {
    const sorted = async (line: string) => (await complete(line)).toSorted();
    expect(await sorted("live-origin init --ladder ")).toEqual([
      "hd",
      "mobile",
      "starter",
      "tutorial",
    ]);
    expect(await sorted("live-origin init --region us-w")).toEqual(["us-west-1", "us-west-2"]);
    expect(await sorted("live-origin status --region ")).toEqual(AWS_REGIONS.toSorted());
    expect(await sorted("live-origin sandbox --latency b")).toEqual(["brief"]);
    expect(await sorted("live-origin completion f")).toEqual(["fish"]);
  });

  test("a value after = is completed as well", async () => {
    const offered = await complete("live-origin init --ladder=h");
    expect(offered.map((word) => word.replace("--ladder=", ""))).toEqual(["hd"]);
  });

  test("stacks are offered where there are some: real ones, rehearsals, or both", async () => {
    await mkdir(join(folder.path, ".live-origin/evening"), { recursive: true });
    expect(await complete("live-origin status --name ")).toEqual(["evening"]);
    await mkdir(join(folder.path, ".live-origin/sandbox/matinee"), { recursive: true });
    expect((await complete("live-origin teardown --confirm ")).toSorted()).toEqual([
      "evening",
      "matinee",
    ]);
    expect(await complete("live-origin stop --name m")).toEqual(["matinee"]);
  });

  test("without any stack nothing is offered, and nothing complains", async () => {
    expect(await complete("live-origin status --name ")).toEqual([]);
  });

  test("files are offered where a file is meant", async () => {
    await writeFile(join(folder.path, "evening.json"), "{}");
    expect(await complete("live-origin init --config even")).toEqual(["evening.json"]);
  });

  test("where any text may stand, none is made up", async () => {
    await writeFile(join(folder.path, "evening.json"), "{}");
    expect(await complete("live-origin init --stream-name ")).toEqual([]);
  });
});

test("zsh finds it in its fpath as well, the first time too", async () => {
  await zsh(folder.path);
  await mkdir(join(folder.path, "site"));
  const script = await readFile(join(folder.path, "completion.zsh"), "utf8");
  await writeFile(join(folder.path, "site/_live-origin"), script);
  const load = "fpath=($ZDOTDIR/site $fpath); autoload -Uz compinit; compinit -u";
  const complete = await zsh(folder.path, load);
  expect(await complete("live-origin tear")).toEqual(["teardown"]);
});
