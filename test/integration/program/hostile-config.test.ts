import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runCli, scratchFolder } from "../support/cli.ts";
import { sandboxFolder } from "../support/sandbox-folder.ts";

const PLAN = ["init", "--dry-run", "--offline", "--region", "us-west-2", "--no-sandbox", "--json"];
const INPUT = ["--input", "mp4-file", "--input-url", "https://example.com/a.mp4"];

describe("a configuration is data", () => {
  test.each([
    ["a shell's words", "live-origin.json", '{"name": "$(touch pwned)"}'],
    ["a template", "live-origin.json", '{"name": "${process.exit(9)}"}'],
    ["JavaScript for JSON", "live-origin.json", "(require('fs').writeFileSync('pwned', ''), {})"],
    ["a prototype", "live-origin.json", '{"__proto__": {"sandbox": true}, "polluted": 1}'],
    ["a key file with code", "momento.json", "process.exit(9)"],
  ])("%s is refused and not run", async (_name, file, text) => {
    const folder = await scratchFolder();
    await writeFile(join(folder.path, file), text);
    const key = file === "momento.json" ? ["--player-key-file", file] : [];
    const run = await runCli([...PLAN, ...INPUT, ...key], { cwd: folder.path });
    expect(run.code).toBe(2);
    expect(await folder.entries()).toEqual([file]);
    await folder.remove();
  });

  test("beside which a script lies does not run it", async () => {
    const folder = await scratchFolder();
    const script = "require('fs').writeFileSync('pwned', '')";
    for (const name of [
      "live-origin.config.js",
      "live-origin.js",
      ".live-originrc.js",
      "package.json",
    ])
      await writeFile(join(folder.path, name), name === "package.json" ? "{}" : script);
    const before = (await folder.entries()).toSorted();
    const run = await runCli([...PLAN, ...INPUT], { cwd: folder.path });
    expect(run.code, run.stdout).toBe(0);
    expect((await folder.entries()).toSorted()).toEqual(before);
    await folder.remove();
  });
});

describe("what is written", () => {
  test("is private: folders 0700, files 0600, whatever the umask", async () => {
    const place = await sandboxFolder();
    const run = await place.run("init", "--yes");
    expect(run.code, run.stderr).toBe(0);
    const work = join(place.path, ".live-origin");
    const mode = async (path: string): Promise<string> =>
      ((await stat(join(work, path))).mode & 0o777).toString(8);
    for (const folder of ["", "sandbox", "sandbox/live-origin"])
      expect(await mode(folder)).toBe("700");
    for (const file of ["sandbox.json", ".gitignore"]) expect(await mode(file)).toBe("600");
    for (const file of ["state.json", "keys.json", "applied-spec.json"])
      expect(await mode(`sandbox/live-origin/${file}`)).toBe("600");
    await place.close();
  });

  test("is made private again when somebody had opened it", async () => {
    const place = await sandboxFolder();
    await mkdir(join(place.path, ".live-origin/sandbox/live-origin"), {
      recursive: true,
      mode: 0o755,
    });
    await writeFile(
      join(place.path, ".live-origin/sandbox/live-origin/keys.json"),
      '{"version": 1}',
      {
        mode: 0o644,
      },
    );
    const run = await place.run("create-origin", "--yes");
    expect(run.code, run.stderr).toBe(0);
    const keys = join(place.path, ".live-origin/sandbox/live-origin/keys.json");
    expect(((await stat(keys)).mode & 0o777).toString(8)).toBe("600");
    await place.close();
  });
});
