import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, vi } from "vitest";
import { PROGRAM, scratchFolder, startCli } from "../support/cli.ts";
import { type Opened, test } from "../support/opened.ts";
import { sandboxFolder, type SandboxFolder } from "../support/sandbox-folder.ts";

// Each starts Node several times, which wants a processor.
vi.setConfig({ maxConcurrency: 2 });

async function emptyFolder(opened: Opened): Promise<Awaited<ReturnType<typeof scratchFolder>>> {
  const folder = await scratchFolder();
  opened({ close: folder.remove });
  return folder;
}

async function channelState({ run }: SandboxFolder): Promise<string> {
  const { stdout } = await run("status", "--json");
  return (JSON.parse(stdout) as { channel: { state: string } }).channel.state;
}

const lockOf = ({ path }: SandboxFolder): string =>
  join(path, ".live-origin/sandbox/live-origin/lock");

describe.each(["SIGHUP", "SIGTERM"] as const)("%s", (signal) => {
  const ends = signal === "SIGTERM";
  test.concurrent(`during --for ${ends ? "stops what the run started" : "leaves a show that a schedule ends"}, and no lock`, async ({
    opened,
  }) => {
    const place = opened(await sandboxFolder());
    const run = startCli(["init", "--yes", "--for", "10m", "--sandbox"], { cwd: place.path });
    await run.seen("stderr", /Running for/);
    run.child.kill(signal);
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(
      ends
        ? /Stopping.*: what this run started is stopped again/
        : /The terminal is gone \(SIGHUP\): the channel keeps running\. A schedule in AWS stops it \w{3}/,
    );
    expect(existsSync(lockOf(place))).toBe(false);
    expect(await channelState(place)).toBe(ends ? "IDLE" : "RUNNING");
    const kinds = (await place.inventory()).map(({ kind }) => kind);
    expect(kinds.includes("schedule")).toBe(!ends);
  });

  test.concurrent("during --for in a sandbox of its own leaves nothing", async ({ opened }) => {
    const folder = await emptyFolder(opened);
    const args = ["init", "--yes", "--for", "10m", "--sandbox", "--latency", "instant"];
    const run = startCli(args, { cwd: folder.path });
    await run.seen("stderr", /Running for/);
    run.child.kill(signal);
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(await folder.entries()).toEqual([]);
  });

  test.concurrent("while things are made records them; the next run goes on from there", async ({
    opened,
  }) => {
    const place = opened(await sandboxFolder("--latency", "brief"));
    const run = startCli(["init", "--yes", "--sandbox"], { cwd: place.path });
    await run.seen("stderr", /✓ IAM role created/);
    run.child.kill(signal);
    const { code, stderr } = await run.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toContain("what is in flight is finished and recorded");
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(existsSync(lockOf(place))).toBe(false);
    const again = await place.run("init", "--yes");
    expect(again.code, again.stderr).toBe(0);
    const kinds = (await place.inventory()).map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(["cache", "channel", "distribution", "function", "input", "role"]);
  });

  test.concurrent("ends the sandbox and the page of play in order", async ({ opened }) => {
    const folder = await emptyFolder(opened);
    const sandbox = startCli(["sandbox", "--rtmp-port", "0"], { cwd: folder.path });
    await sandbox.seen("stdout", /control\s+http/);
    const play = startCli(["play", "--url", "https://example.com/a.m3u8"], { cwd: folder.path });
    await play.seen("stderr", /Ctrl-C ends it/);
    play.child.kill(signal);
    expect((await play.finished).code).toBe(0);
    await sandbox.seen("stderr", /Ctrl-C here ends it/);
    sandbox.child.kill(signal);
    expect((await sandbox.finished).code).toBe(0);
    expect(await folder.entries()).toEqual([]);
  });
});

describe("a run that nohup started", () => {
  test.concurrent("goes on after SIGHUP and ends at SIGTERM", async ({ opened }) => {
    const folder = await emptyFolder(opened);
    const sandbox = startCli(["sandbox", "--rtmp-port", "0"], {
      cwd: folder.path,
      env: { _: "/usr/bin/nohup" },
    });
    await sandbox.seen("stdout", /control\s+http/);
    sandbox.child.kill("SIGHUP");
    const file = await readFile(join(folder.path, ".live-origin/sandbox.json"), "utf8");
    const { endpoints } = JSON.parse(file) as { endpoints: Record<string, string> };
    expect((await fetch(`${endpoints["control"]}/inventory`)).status).toBe(200);
    sandbox.child.kill("SIGTERM");
    expect((await sandbox.finished).code).toBe(0);
  });
});

describe("an output that nobody reads any more", () => {
  test.concurrent.for(["stdout", "stderr"] as const)(
    "on %s ends --for in order",
    async (stream, { opened }) => {
      const place = opened(await sandboxFolder());
      const run = startCli(["init", "--yes", "--for", "10m", "--sandbox"], { cwd: place.path });
      // The next word to this stream finds nobody: the progress on stderr, the result on stdout.
      run.child[stream]?.destroy();
      const { code, stderr } = await run.finished;
      expect(code, stderr).toBe(130);
      expect(existsSync(lockOf(place))).toBe(false);
      const [stack] = await readdir(join(place.path, ".live-origin/sandbox")).catch(() => []);
      if (stack !== undefined && (await place.inventory()).some(({ kind }) => kind === "channel"))
        expect(await channelState(place)).toBe("IDLE");
      const again = await place.run("init", "--yes");
      expect(again.code, again.stderr).toBe(0);
    },
  );

  test.concurrent("ends --watch", async ({ opened }) => {
    const place = opened(await sandboxFolder());
    expect((await place.run("init", "--yes")).code).toBe(0);
    for (const command of ["status", "verify"]) {
      const watch = startCli([command, "--watch", "--json", "--sandbox"], { cwd: place.path });
      watch.child.stdout?.destroy();
      const { code, stderr } = await watch.finished;
      expect([0, 5, 130], stderr).toContain(code);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
  });

  test.runIf(existsSync("/dev/full")).each(["completion bash", "--help"])(
    "but a full disk behind %s is a failure that says so",
    (command) => {
      const words = ["-c", `"$0" "$1" ${command} >/dev/full`, process.execPath, PROGRAM];
      const { status, stderr } = spawnSync("sh", words, { encoding: "utf8" });
      expect(status).toBe(1);
      expect(stderr).toBe("✗ What this command prints could not be written (ENOSPC).\n");
    },
  );

  test("ends help in silence", () => {
    const line = '"$0" "$1" init --help-all | true; exit "${PIPESTATUS[0]}"';
    const words = ["-c", line, process.execPath, PROGRAM];
    const { status, stderr } = spawnSync("bash", words, { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
