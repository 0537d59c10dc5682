import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { INPUT_ALERT } from "../../src/sandbox/encoder/inputs/input-alerts.ts";
import {
  record,
  type Recording,
  smallSettings,
  temporaryFolder,
} from "./support/encoder-inputs.ts";

/** Starts a source whose ffmpeg is a shell script, which finds its folder in `$folder`. */
async function startWith(
  script: string,
): Promise<{ readonly recording: Recording; readonly read: (name: string) => Promise<string> }> {
  const folder = await temporaryFolder();
  onTestFinished(() => folder.remove());
  const ffmpegPath = join(folder.path, "ffmpeg");
  await writeFile(ffmpegPath, `#!/bin/sh\nfolder='${folder.path}'\n${script}\n`);
  await chmod(ffmpegPath, 0o755);
  const settings = smallSettings({
    type: "SRT_CALLER",
    address: "127.0.0.1",
    port: 9,
    streamId: "my-stream-key",
    latencyMs: 120,
  });
  const recording = await record({ settings, ffmpegPath });
  onTestFinished(() => recording.stop());
  return { recording, read: (name) => readFile(join(folder.path, name), "utf8") };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test("an ffmpeg that keeps dying is started again with growing pauses, and nothing is written", async () => {
  const { recording, read } = await startWith(
    [
      'echo x >> "$folder/starts"',
      'echo "http://user:pass@host/in.m3u8?token=abc: my-stream-key refused" >&2',
      "exit 1",
    ].join("\n"),
  );
  await recording.until((seen) => seen.notes.length >= 3);
  expect(recording.alerts.get(INPUT_ALERT.probe)).toContain(
    "http://***@host/in.m3u8?*** *** refused",
  );
  await recording.stop();
  expect(JSON.stringify(recording.notes)).not.toMatch(/pass|abc|my-stream-key/u);
  const starts = (await read("starts")).length / 2;
  expect(starts).toBeGreaterThanOrEqual(2);
  expect(starts).toBeLessThanOrEqual(6);
  expect(recording.gops).toEqual([]);
});

test("an ffmpeg that ignores the request to end is killed", async () => {
  const { recording, read } = await startWith(
    [
      "trap '' TERM",
      'echo $$ > "$folder/pid"',
      'echo started > "$folder/started"',
      "exec sleep 60",
    ].join("\n"),
  );
  await expect.poll(() => read("started").catch(() => ""), { timeout: 20_000 }).toBe("started\n");
  const pid = Number(await read("pid"));
  expect(isRunning(pid)).toBe(true);
  await recording.stop();
  expect(isRunning(pid)).toBe(false);
});

test("an ffmpeg that cannot be run at all is an alert, not a crash", async () => {
  const { recording } = await startWith("exit 127");
  await recording.until((seen) => seen.alerts.get(INPUT_ALERT.probe) !== undefined);
  await recording.until((seen) =>
    /ffmpeg ended \(127\)/u.test(seen.alerts.get(INPUT_ALERT.probe) ?? ""),
  );
  await recording.stop();
  expect(recording.gops).toEqual([]);
});
