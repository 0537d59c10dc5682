import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { ffmpegAvailability } from "../../../../src/sandbox/encoder/inputs/ffmpeg.ts";
import { ffmpegEnvironment } from "../../../../src/sandbox/encoder/inputs/ffmpeg-environment.ts";

async function folderWith(mode: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "live-origin-path-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, process.platform === "win32" ? "ffmpeg.exe" : "ffmpeg");
  await writeFile(path, "");
  await chmod(path, mode);
  return folder;
}

test("ffmpeg is found in the folders of PATH", async () => {
  const folder = await folderWith(0o755);
  const found = await ffmpegAvailability(undefined, {
    searchPath: `/nowhere${delimiter}${folder}`,
  });
  expect(found).toEqual({ available: true, path: expect.stringContaining(folder) });
});

test("on Windows it is ffmpeg.exe behind semicolons and quotes, and no script", async () => {
  const folder = await mkdtemp(join(tmpdir(), "live origin path-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const search = { searchPath: `C:\\nowhere;"${folder}"`, platform: "win32" } as const;
  const path = (name: string): string => join(folder, name);
  await writeFile(path("ffmpeg.cmd"), "", { mode: 0o755 });
  await mkdir(path("ffmpeg.exe"));
  expect((await ffmpegAvailability(undefined, search)).available).toBe(false);
  await rm(path("ffmpeg.exe"), { recursive: true });
  await writeFile(path("ffmpeg.exe"), "", { mode: 0o755 });
  expect(await ffmpegAvailability(undefined, search)).toEqual({
    available: true,
    path: path("ffmpeg.exe"),
  });
});

// Windows does not know of files that cannot be executed.
test.skipIf(process.platform === "win32")(
  "a file that cannot be executed is not ffmpeg",
  async () => {
    const folder = await folderWith(0o644);
    expect((await ffmpegAvailability(undefined, { searchPath: folder })).available).toBe(false);
  },
);

test("without ffmpeg the answer says what is missing and how to install it", async () => {
  expect(await ffmpegAvailability(undefined, { searchPath: "" })).toEqual({
    available: false,
    message: expect.stringContaining("ffmpeg was not found in PATH"),
    hint: expect.stringMatching(
      /apt-get install ffmpeg.*brew install ffmpeg.*winget install ffmpeg/u,
    ),
  });
});

test("it can be switched off, and a wrong path is named", async () => {
  expect(await ffmpegAvailability("none")).toMatchObject({
    available: false,
    message: expect.stringContaining("switched off"),
  });
  expect(await ffmpegAvailability("/nowhere/ffmpeg")).toMatchObject({
    available: false,
    message: expect.stringContaining("/nowhere/ffmpeg"),
  });
});

test("ffmpeg sees no key of ours, and reaches loopback without a proxy", () => {
  const seen = ffmpegEnvironment({
    PATH: "/bin",
    MOMENTO_API_KEY: "secret",
    AWS_SECRET_ACCESS_KEY: "secret",
    http_proxy: "http://proxy:3128",
    no_proxy: "intranet",
  });
  expect(seen).toEqual({
    PATH: "/bin",
    http_proxy: "http://proxy:3128",
    no_proxy: "intranet,127.0.0.1,localhost",
  });
});
