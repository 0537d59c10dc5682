import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { hasScreen, openBrowser } from "../../../src/platform/open-browser.ts";

test.runIf(process.platform === "linux")("opens the address, without the credentials", async () => {
  const folder = await mkdtemp(join(tmpdir(), "live-origin-open-"));
  const opener = join(folder, "xdg-open");
  const told = join(folder, "told");
  await writeFile(
    opener,
    `#!/bin/sh\nPATH=/usr/bin:/bin; env > ${told}.new; echo "url=$1" >> ${told}.new; mv ${told}.new ${told}\n`,
  );
  await chmod(opener, 0o755);
  const env = {
    PATH: folder,
    DISPLAY: ":0",
    MOMENTO_API_KEY: "secret",
    AWS_SECRET_ACCESS_KEY: "x",
  };
  expect(await openBrowser("http://127.0.0.1:8080/", env)).toBe(true);
  const text = await vi.waitFor(() => readFile(told, "utf8"), { timeout: 10_000 });
  expect(text).toContain("url=http://127.0.0.1:8080/");
  expect(text).toContain("DISPLAY=:0");
  expect(text).not.toMatch(/MOMENTO|AWS/);
  await rm(folder, { recursive: true });
  expect(await openBrowser("http://127.0.0.1:8080/", { PATH: "/nowhere" })).toBe(false);
});

test.each([
  [{ DISPLAY: ":0" }, "linux", true],
  [{ WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  [{}, "linux", false],
  [{}, "darwin", true],
  [{ SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }, "darwin", false],
  [{ DISPLAY: ":10", SSH_CONNECTION: "10.0.0.1 1 10.0.0.2 22" }, "linux", false],
] as const)("%j on %s has a screen: %s", (env, system, has) => {
  expect(hasScreen(env, system)).toBe(has);
});
