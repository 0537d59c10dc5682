import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSpecFile } from "../../../src/gather/config-file.ts";

let cwd = "";

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "live-origin-config-file-"));
  await writeFile(join(cwd, "live-origin.json"), `{"name":"usual"}`);
  await writeFile(join(cwd, "other.json"), `{"name":"other"}`);
});

afterAll(() => rm(cwd, { recursive: true }));

test.each([
  ["the usual file without a name", {}, undefined, "usual"],
  ["the usual file where the variable is empty", { LIVE_ORIGIN_CONFIG: "" }, undefined, "usual"],
  ["the variable's file", { LIVE_ORIGIN_CONFIG: "other.json" }, undefined, "other"],
  ["the flag's file first", { LIVE_ORIGIN_CONFIG: "gone.json" }, "other.json", "other"],
])("reads %s", async (_what, env, config, name) => {
  expect(await readSpecFile({ cwd, env }, { config })).toEqual({ name });
});

test.each([
  ["--config", {}, "gone.json"],
  ["LIVE_ORIGIN_CONFIG", { LIVE_ORIGIN_CONFIG: "gone.json" }, undefined],
])("says that it was %s that named a file which does not exist", async (by, env, config) => {
  await expect(readSpecFile({ cwd, env }, { config })).rejects.toMatchObject({
    code: "USAGE",
    message: `${by} gone.json does not exist.`,
    resource: by,
  });
});
