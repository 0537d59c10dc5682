import { describe, expect, onTestFinished, test } from "vitest";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { patiently, syncFolder } from "../../../src/platform/files.ts";

function refusing(times: number, code: string) {
  let calls = 0;
  return {
    calls: () => calls,
    work: async () => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error(`${code}: refused`), { code });
      return "done";
    },
  };
}

function rulesOf(platform: NodeJS.Platform) {
  const pauses: number[] = [];
  return {
    pauses,
    platform,
    pause: async (milliseconds: number) => void pauses.push(milliseconds),
  };
}

describe("a name that somebody has open", () => {
  test.each(["EPERM", "EACCES", "EBUSY", "ENOTEMPTY"])(
    "is waited for on Windows (%s)",
    async (code) => {
      const rules = rulesOf("win32");
      const { work, calls } = refusing(3, code);
      expect(await patiently(work, rules)).toBe("done");
      expect([calls(), rules.pauses]).toEqual([4, [10, 20, 40]]);
    },
  );

  test("is not waited for for ever: a folder that may not be written is refused with the same words", async () => {
    const rules = rulesOf("win32");
    await expect(patiently(refusing(1_000, "EPERM").work, rules)).rejects.toMatchObject({
      code: "EPERM",
    });
    const waited = rules.pauses.reduce((sum, each) => sum + each, 0);
    expect(waited).toBeGreaterThan(1_000);
    expect(waited).toBeLessThan(3_000);
  });

  test.each(["ENOENT", "EEXIST", "ENOSPC"])("%s is an answer at once", async (code) => {
    const { work, calls } = refusing(1, code);
    await expect(patiently(work, rulesOf("win32"))).rejects.toMatchObject({ code });
    expect(calls()).toBe(1);
  });

  test.each(["linux", "darwin"] as const)("is refused at once on %s", async (platform) => {
    const { work, calls } = refusing(1, "EPERM");
    await expect(patiently(work, rulesOf(platform))).rejects.toMatchObject({ code: "EPERM" });
    expect(calls()).toBe(1);
  });
});

describe("a folder", () => {
  test("is synced where that is possible, and a failure is told", async () => {
    const folder = await mkdtemp(join(tmpdir(), "live-origin-sync-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    await syncFolder(folder, rulesOf("linux"));
    await expect(syncFolder(join(folder, "gone"), rulesOf("linux"))).rejects.toMatchObject({
      code: "ENOENT",
    });
  });

  test("is left alone on Windows, which cannot sync one", async () => {
    await syncFolder("/there is no such folder", rulesOf("win32"));
  });
});
