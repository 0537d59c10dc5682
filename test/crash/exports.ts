import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import type { CrashBed } from "./crash-bed.ts";
import { pointsOf } from "./kill-point.ts";
import { leftOnDisk } from "./snapshot.ts";

/** The preload looks at writes to paths that say `.live-origin`. */
const FOLDER = "of.live-origin";
const FILE = "encoder.json";
const EXPORT = ["keys", "export", "encoder", "--out", join(FOLDER, FILE), "--json"];
const TEARDOWN = ["teardown", "--confirm", "live-origin"];

/**
 * Kills an export at each of its writes: the key's file is there whole or not at all, and nothing beside it, where git could
 * find it; the same command again makes it, or finds it. A teardown removes what is left half done. Returns how many kills.
 */
export async function tryExports(bed: CrashBed): Promise<number> {
  const folder = join(bed.cwd, FOLDER);
  const there = async (): Promise<readonly string[]> => readdir(folder).catch(() => []);
  const text = (): Promise<string> => readFile(join(folder, FILE), "utf8");
  expect((await bed.run(["create-origin", "--yes"])).code).toBe(0);
  const { writes, code } = await bed.watch(EXPORT);
  expect(code).toBe(0);
  const whole = await text();
  const points = pointsOf([], writes);
  expect(points.map(({ phase }) => phase)).toContain("half");
  for (const point of points) {
    await rm(folder, { recursive: true });
    const { reached } = await bed.kill(EXPORT, point);
    expect(reached, JSON.stringify(point)).toBe(true);
    const left = await there();
    expect([[], [FILE]], JSON.stringify(point)).toContainEqual(left);
    if (left.length > 0) expect(await text()).toBe(whole);
    const again = await bed.run(EXPORT);
    expect(again.code, again.stdout).toBe(left.length > 0 ? 2 : 0);
    if (left.length > 0) expect(again.stdout).toContain("KEY_FILE_EXISTS");
    expect(await there()).toEqual([FILE]);
    expect(await text()).toBe(whole);
    expect((await stat(join(folder, FILE))).mode & 0o777).toBe(0o600);
  }
  await rm(folder, { recursive: true });
  await mkdir(folder);
  const half = points.find(({ phase }) => phase === "half");
  if (half !== undefined) await bed.kill(EXPORT, half);
  expect((await leftOnDisk(bed)).join()).toContain(".export-");
  expect((await bed.run(TEARDOWN)).code).toBe(0);
  expect(await leftOnDisk(bed)).toEqual([]);
  return points.length + 1;
}
