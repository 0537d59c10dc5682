import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { scratchFolder } from "../integration/support/cli.ts";
import { sandboxFolder } from "../integration/support/sandbox-folder.ts";
import { openTerminal } from "./support/terminal.ts";

/** By the signal itself, in order: Node aborts (6) at an exit without its terminal. */
const SIGHUP = 1;

const cleanUp: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of cleanUp.splice(0).toReversed()) await close();
});

test("a closed terminal during --for leaves a show that a schedule ends, and gives the lock back", async () => {
  const place = await sandboxFolder();
  cleanUp.push(place.close);
  const screen = openTerminal(["init", "--sandbox", "--yes", "--for", "10m"], { cwd: place.path });
  await screen.sees(/Running for/);
  screen.hangUp();
  expect((await screen.ended).signal).toBe(SIGHUP);
  expect(existsSync(join(place.path, ".live-origin/sandbox/live-origin/lock"))).toBe(false);
  const status = await place.run("status", "--json");
  expect(JSON.parse(status.stdout)).toMatchObject({
    channel: { state: "RUNNING" },
    end: { is: "set" },
  });
});

test("a closed terminal while things are made is recorded, and the next run goes on", async () => {
  const place = await sandboxFolder("--latency", "brief");
  cleanUp.push(place.close);
  const screen = openTerminal(["init", "--sandbox", "--yes"], { cwd: place.path });
  await screen.sees(/IAM role created/);
  screen.hangUp();
  expect((await screen.ended).signal).toBe(SIGHUP);
  expect(existsSync(join(place.path, ".live-origin/sandbox/live-origin/lock"))).toBe(false);
  const again = await place.run("init", "--yes");
  expect(again.code, again.stderr).toBe(0);
});

test.each([
  ["the sandbox", ["sandbox", "--rtmp-port", "0"], /Ctrl-C here ends it/],
  ["the player's page", ["play", "--url", "https://example.com/a.m3u8"], /Ctrl-C ends it/],
  ["the wizard", ["init", "--sandbox"], /\?/],
] as const)("a closed terminal ends %s and leaves nothing", async (_what, args, ready) => {
  const folder = await scratchFolder();
  cleanUp.push(folder.remove);
  const screen = openTerminal(args, { cwd: folder.path });
  await screen.sees(ready);
  screen.hangUp();
  expect((await screen.ended).signal).toBe(SIGHUP);
  expect(await folder.entries()).toEqual([]);
});
