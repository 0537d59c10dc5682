import { chmod, mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { portableFile } from "../../../src/gather/wizard/portable-file.ts";
import { keyFilesCheck } from "../../../src/doctor/key-files.ts";
import { withUpperCaseNames } from "../../../src/platform/environment.ts";
import { findProgram } from "../../../src/platform/find-program.ts";
import { hasJobControl } from "../../../src/platform/job-control.ts";
import { portablePath } from "../../../src/platform/paths.ts";
import { shellOf } from "../../../src/platform/shell.ts";
import { isProcessAlive } from "../../../src/platform/process-alive.ts";

async function scratch(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "live-origin platform "));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe("a process", () => {
  const answering = (code: string | undefined) => (): boolean => {
    if (code !== undefined) throw Object.assign(new Error(code), { code });
    return true;
  };

  test.each([
    [undefined, true],
    ["EPERM", true],
    ["ESRCH", false],
  ])("that answers signal 0 with %s: alive is %s", (code, isAlive) => {
    expect(isProcessAlive(4, answering(code))).toBe(isAlive);
  });

  test("is asked, and not ended", () => {
    expect(isProcessAlive(process.pid)).toBe(true);
  });
});

test("Ctrl-Z stops a program where terminals do that", () => {
  expect([hasJobControl("linux"), hasJobControl("darwin"), hasJobControl("win32")]).toEqual([
    true,
    true,
    false,
  ]);
});

describe("names of variables", () => {
  test("are found in capitals on Windows, whichever way they are written there", () => {
    const env = withUpperCaseNames({ Path: String.raw`C:\bin`, no_proxy: "intranet" }, "win32");
    expect(env["PATH"]).toBe(String.raw`C:\bin`);
    expect(env["no_proxy"]).toBe("intranet");
  });

  test("are what they are elsewhere", () => {
    expect(withUpperCaseNames({ Path: "/bin" }, "linux")).toEqual({ Path: "/bin" });
  });
});

test("printed commands are for PowerShell on Windows, unless a shell says that it is another", () => {
  expect(shellOf({}, "win32")).toBe("powershell");
  expect(shellOf({ SHELL: "/usr/bin/bash" }, "win32")).toBe("posix");
  expect(shellOf({}, "linux")).toBe("posix");
});

describe("a program", () => {
  test("is found as NAME.exe on Windows, behind semicolons and quotes, and never as a script", async () => {
    const folder = await scratch();
    const path = `"${folder}"`;
    await writeFile(join(folder, "ffprobe.cmd"), "", { mode: 0o755 });
    expect(await findProgram("ffprobe", `${path};`, "linux")).toBeUndefined();
    // Absolute is what Windows calls absolute: a path of this machine's root is, there too.
    expect(await findProgram("ffprobe", `C:\\nowhere;${path}`, "win32")).toBeUndefined();
    await writeFile(join(folder, "ffprobe.exe"), "", { mode: 0o755 });
    expect(await findProgram("ffprobe", `C:\\nowhere;${path}`, "win32")).toBe(
      join(folder, "ffprobe.exe"),
    );
  });

  test.skipIf(process.platform === "win32")(
    "is an executable file elsewhere, and no folder",
    async () => {
      const folder = await scratch();
      await mkdir(join(folder, "ffprobe"));
      expect(await findProgram("ffprobe", folder, "linux")).toBeUndefined();
      await rm(join(folder, "ffprobe"), { recursive: true });
      await writeFile(join(folder, "ffprobe"), "", { mode: 0o644 });
      expect(await findProgram("ffprobe", folder, "linux")).toBeUndefined();
      await chmod(join(folder, "ffprobe"), 0o755);
      expect(await findProgram("ffprobe", `/nowhere:${folder}`, "linux")).toBe(
        join(folder, "ffprobe"),
      );
    },
  );

  test.each(["linux", "win32"] as const)(
    "is not taken from the working folder (%s)",
    async (system) => {
      expect(await findProgram("ffprobe", "", system)).toBeUndefined();
      expect(await findProgram("ffprobe", ".", system)).toBeUndefined();
    },
  );
});

describe("a path in a file that is committed", () => {
  test.each([
    [String.raw`.\shows\one.mp4`, "./shows/one.mp4"],
    [String.raw`..\one.mp4`, "../one.mp4"],
    ["./one.mp4", "./one.mp4"],
    [String.raw`C:\shows\one.mp4`, String.raw`C:\shows\one.mp4`],
    [String.raw`\\server\shows\one.mp4`, String.raw`\\server\shows\one.mp4`],
  ])("typed on Windows as %s is written as %s", (typed, written) => {
    expect(portablePath(typed, "win32")).toBe(written);
  });

  test("keeps its backslashes elsewhere: they are letters", () => {
    expect(portablePath(String.raw`odd\name.mp4`, "linux")).toBe(String.raw`odd\name.mp4`);
  });

  test("is that of the input and of the key's file, and no address is touched", () => {
    const portable = (path: string): string => portablePath(path, "win32");
    const file = { name: "show", channel: { segmentSeconds: 2 } };
    expect(portableFile(file, portable)).toEqual(file);
    const local = {
      momentoKeyFile: String.raw`keys\momento.json`,
      channel: { input: { type: "mp4-file" as const, url: String.raw`.\show.mp4` } },
    };
    expect(portableFile(local, portable)).toEqual({
      momentoKeyFile: "keys/momento.json",
      channel: { input: { type: "mp4-file", url: "./show.mp4" } },
    });
    const address = {
      channel: { input: { type: "mp4-file" as const, url: "s3://b/odd\\name.mp4" } },
    };
    expect(portableFile(address, portable)).toEqual(address);
  });
});

describe("doctor, on who else may read the keys", () => {
  const windows = (cwd: string) =>
    keyFilesCheck({ cwd, homeFolder: String.raw`C:\Users\Ada` }, "win32").look();

  test.each([
    String.raw`C:\Users\Ada`,
    String.raw`C:\Users\Ada\..shows`,
    String.raw`c:\users\ada\x`,
  ])("passes below the profile on Windows (%s)", async (cwd) => {
    expect(await windows(cwd)).toMatchObject({ verdict: "pass" });
  });

  test.each([String.raw`C:\Users\Adam`, String.raw`D:\shows`, String.raw`C:\Users`])(
    "warns elsewhere (%s)",
    async (cwd) => {
      expect(await windows(cwd)).toMatchObject({
        verdict: "warn",
        hint: expect.stringContaining("Security"),
      });
    },
  );

  test.skipIf(process.platform === "win32")(
    "looks at the modes of the files elsewhere",
    async () => {
      const cwd = await scratch();
      const look = () => keyFilesCheck({ cwd, homeFolder: "/root" }, "linux").look();
      expect(await look()).toMatchObject({
        verdict: "pass",
        saw: "no keys are kept in this folder",
      });
      const keys = join(cwd, ".live-origin/sandbox/show/keys.json");
      await mkdir(join(keys, ".."), { recursive: true });
      await writeFile(keys, "{}", { mode: 0o600 });
      expect(await look()).toMatchObject({
        verdict: "pass",
        saw: expect.stringContaining("1 file"),
      });
      await chmod(keys, 0o640);
      expect(await look()).toMatchObject({
        verdict: "warn",
        saw: expect.stringMatching(/^\.live-origin\/sandbox\/show\/keys\.json.*mode 640/),
        hint: expect.stringContaining("chmod"),
      });
    },
  );
});
