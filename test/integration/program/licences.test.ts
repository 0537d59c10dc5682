import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");

type About = { readonly name: string; readonly version: string; readonly license: string };

describe("the licences of what is bundled", () => {
  let packages: readonly About[];
  let parts: readonly string[];

  beforeAll(async () => {
    const text = await readFile(join(ROOT, "dist/metafile.json"), "utf8");
    const { inputs } = JSON.parse(text) as { inputs: Record<string, unknown> };
    const folders = Object.keys(inputs)
      .map((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
      .filter((folder) => folder !== undefined);
    packages = await Promise.all(
      [...new Set(folders)].map(
        async (folder) =>
          JSON.parse(await readFile(join(ROOT, folder, "package.json"), "utf8")) as About,
      ),
    );
    const licences = await readFile(join(ROOT, "dist/THIRD-PARTY-LICENSES.txt"), "utf8");
    parts = licences.split(`\n${"-".repeat(80)}\n`).map((part) => part.trim());
  });

  /** The text that stands under the package's own line; packages with the same text share it. */
  const partOf = ({ name, version }: About): string | undefined =>
    parts.find((part) =>
      (part.split("\n\n")[0] ?? "")
        .split("\n")
        .some((line) => line.startsWith(`${name} ${version} (`)),
    );

  test("are there for every package of the bundle, by name and version", () => {
    expect(packages.length).toBeGreaterThan(50);
    expect(packages.filter((about) => partOf(about) === undefined)).toEqual([]);
  });

  test("are there in full, or, where a package brings none, with another package under the same licence", () => {
    const isFull = (about: About): boolean =>
      !(partOf(about) ?? "(no licence file)").includes("(no licence file)");
    const without = packages.filter((about) => !isFull(about));
    for (const about of without)
      expect(
        packages.some((other) => other.license === about.license && isFull(other)),
        about.name,
      ).toBe(true);
    expect(without.length).toBeLessThan(8);
  });

  test("allow what we do: all are permissive", () => {
    const permissive = /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0)\b/;
    expect(packages.filter(({ license }) => !permissive.test(license))).toEqual([]);
  });
});
