import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { missing, openWindows, type Windows } from "./wine.ts";

if (missing !== undefined) console.log(`Windows is not tried: ${missing}.`);

let windows: Windows | undefined;
beforeAll(async () => {
  if (missing === undefined) windows = await openWindows();
});
afterAll(() => windows?.close());

/** Looks until something is on the disk: another process makes it. */
async function there(path: string): Promise<void> {
  await expect
    .poll(
      () =>
        access(path).then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true);
}

type Finding = { readonly id: string; readonly verdict: string; readonly saw: string };

test.skipIf(missing !== undefined)(
  "Node's build for Windows makes a stack, sees it play, refuses a second run beside the first, and leaves nothing",
  async () => {
    if (windows === undefined) return;
    const { folder, run, start } = windows;
    const version = await run(["--version"]);
    expect(version).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\r?\n$/),
    });

    const sandbox = start(["sandbox", "--latency", "instant"]);
    await there(join(folder, ".live-origin/sandbox.json"));

    const made = await run(["init", "--sandbox", "--yes", "--json"]);
    expect(made.code, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({
      next: expect.stringMatching(/^node \S+\\bin\\live-origin\.js'? start --sandbox$/),
    });

    const first = start(["start", "--sandbox", "--yes", "--json"]);
    await there(join(folder, ".live-origin/sandbox/live-origin/lock"));
    const second = await run(["start", "--sandbox", "--yes", "--json"]);
    expect(second.code, second.stdout).toBe(1);
    expect(JSON.parse(second.stdout)).toMatchObject({
      error: {
        code: "LOCKED",
        hint: expect.stringContaining(String.raw`\.live-origin\sandbox\live-origin\lock`),
      },
    });
    const started = await first.finished;
    expect(started.code, started.stderr).toBe(0);
    expect(JSON.parse(started.stdout)).toMatchObject({ verified: true });

    const status = await run(["status", "--sandbox", "--json"]);
    expect(status.code, status.stderr).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({ channel: { state: "RUNNING" }, drift: [] });

    const doctor = await run(["doctor", "--sandbox", "--json"]);
    const { findings } = JSON.parse(doctor.stdout) as { readonly findings: readonly Finding[] };
    expect(findings.filter(({ verdict }) => verdict === "fail")).toEqual([]);
    expect(findings.find(({ id }) => id === "key-files")).toMatchObject({
      verdict: "warn",
      saw: expect.stringContaining("profile"),
    });

    const gone = await run([
      "teardown",
      "--sandbox",
      "--confirm",
      "live-origin",
      "--allow-interruption",
      "--json",
    ]);
    expect(gone.code, gone.stderr).toBe(0);
    expect((await readdir(join(folder, ".live-origin"))).toSorted()).toEqual([
      ".gitignore",
      "sandbox.json",
    ]);
    sandbox.child.kill();
    await sandbox.finished;
  },
);
