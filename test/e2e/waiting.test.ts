import { expect, test, vi } from "vitest";
import { runCli, scratchFolder } from "../integration/support/cli.ts";
import { KEYS, openTerminal } from "./support/terminal.ts";

vi.setConfig({ testTimeout: 120_000 });

const SMALL = ["--rung", "240p30=426x240@30,350,64", "--segment-seconds", "1"];
const PUSH = ["--input", "rtmp-push", "--cidr", "127.0.0.1/32", ...SMALL];

test("at a terminal start goes on waiting for the encoder; Ctrl-C leaves the channel running", async () => {
  const folder = await scratchFolder();
  const cwd = folder.path;
  const sandbox = openTerminal(["sandbox", "--latency", "instant", "--rtmp-port", "0"], { cwd });
  try {
    await sandbox.sees("The sandbox is running");
    const made = await runCli(["init", "--sandbox", "--yes", ...PUSH], { cwd });
    expect(made.code, made.stderr).toBe(0);
    const start = openTerminal(["start", "--sandbox", "--verify-timeout", "5s"], { cwd });
    await start.sees("The channel waits for its encoder");
    await start.sees(/Still waiting for the encoder[^]*stop\s+--sandbox/);
    start.press(KEYS.ctrlC);
    const { code, text } = await start.ended;
    expect(code).toBe(130);
    expect(text.replaceAll(/\s+/g, " ")).toMatch(
      /Ctrl-C ends the waiting and leaves the channel running; stop it with: \S*live-origin\S* stop --sandbox/,
    );
    const { stdout } = await runCli(["status", "--sandbox", "--json"], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ running: true, channel: { state: "RUNNING" } });
  } finally {
    sandbox.press(KEYS.ctrlC);
    await sandbox.ended;
    await folder.remove();
  }
});
